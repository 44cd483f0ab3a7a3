import accessibilityTerms from '../../../schema/contexts/extensions/accessibility.json' with { type: 'json' };
import applyLinkTerms from '../../../schema/contexts/extensions/apply-link.json' with { type: 'json' };
import assessmentTerms from '../../../schema/contexts/extensions/assessment.json' with { type: 'json' };
import endorsementTerms from '../../../schema/contexts/extensions/endorsement.json' with { type: 'json' };
import exampleTerms from '../../../schema/contexts/extensions/example.json' with { type: 'json' };
import extraDescriptionTerms from '../../../schema/contexts/extensions/extra-description.json' with { type: 'json' };
import geoCoordinatesTerms from '../../../schema/contexts/extensions/geo-coordinates.json' with { type: 'json' };
import issuerAccreditationTerms from '../../../schema/contexts/extensions/issuer-accreditation.json' with { type: 'json' };
import licenseTerms from '../../../schema/contexts/extensions/license.json' with { type: 'json' };
import originalCreatorTerms from '../../../schema/contexts/extensions/original-creator.json' with { type: 'json' };
import recipientProfileTerms from '../../../schema/contexts/extensions/recipient-profile.json' with { type: 'json' };
import accessibility from '../../../schema/extensions/accessibility.schema.json' with { type: 'json' };
import applyLink from '../../../schema/extensions/apply-link.schema.json' with { type: 'json' };
import assessment from '../../../schema/extensions/assessment.schema.json' with { type: 'json' };
import endorsement from '../../../schema/extensions/endorsement.schema.json' with { type: 'json' };
import example from '../../../schema/extensions/example.schema.json' with { type: 'json' };
import extraDescription from '../../../schema/extensions/extra-description.schema.json' with { type: 'json' };
import geoCoordinates from '../../../schema/extensions/geo-coordinates.schema.json' with { type: 'json' };
import issuerAccreditation from '../../../schema/extensions/issuer-accreditation.schema.json' with { type: 'json' };
import license from '../../../schema/extensions/license.schema.json' with { type: 'json' };
import originalCreator from '../../../schema/extensions/original-creator.schema.json' with { type: 'json' };
import recipientProfile from '../../../schema/extensions/recipient-profile.schema.json' with { type: 'json' };

/** Terms by name, as JSON-LD defines them in a context. */
export interface ContextDocument {
  readonly '@context': Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** An extension whose context and schema this hub holds. */
export interface KnownExtension {
  /** Its type's name in the namespace of the extensions. */
  readonly name: string;
  /** Other names that its issuers give that type. */
  readonly aliases: readonly string[];
  /** Where its context is published. */
  readonly addresses: readonly string[];
  readonly context: ContextDocument;
  readonly schema: object;
}

export const KNOWN_EXTENSIONS: readonly KnownExtension[] = [
  {
    name: 'Accessibility',
    aliases: [],
    addresses: published('accessibilityExtension'),
    context: accessibilityTerms,
    schema: accessibility,
  },
  {
    name: 'ApplyLink',
    aliases: ['applyLinkExtension'],
    addresses: published('applyLinkExtension'),
    context: applyLinkTerms,
    schema: applyLink,
  },
  {
    name: 'AssessmentExtension',
    aliases: ['Assessment'],
    addresses: [
      ...published('assessmentExtension'),
      'https://purl.imsglobal.org/spec/ob-assessment/v1p0/context',
    ],
    context: assessmentTerms,
    schema: assessment,
  },
  {
    name: 'Endorsement',
    aliases: [],
    addresses: published('endorsement'),
    context: endorsementTerms,
    schema: endorsement,
  },
  {
    name: 'ExampleExtension',
    aliases: [],
    addresses: published('exampleExtension'),
    context: exampleTerms,
    schema: example,
  },
  {
    name: 'ExtraDescriptionExtension',
    aliases: ['extraDescription'],
    addresses: [
      ...published('extraDescription'),
      'https://purl.imsglobal.org/spec/ob-exdesc/v1p0/context',
    ],
    context: extraDescriptionTerms,
    schema: extraDescription,
  },
  {
    name: 'GeoCoordinates',
    aliases: [],
    addresses: published('geoCoordinatesExtension'),
    context: geoCoordinatesTerms,
    schema: geoCoordinates,
  },
  {
    name: 'IssuerAccreditation',
    aliases: [],
    addresses: [
      ...published('issuerAccreditationExtension'),
      'https://purl.imsglobal.org/spec/ob-accred/v1p0/context',
    ],
    context: issuerAccreditationTerms,
    schema: issuerAccreditation,
  },
  {
    name: 'LicenseExtension',
    aliases: [],
    addresses: published('licenseExtension'),
    context: licenseTerms,
    schema: license,
  },
  {
    name: 'OriginalCreator',
    aliases: [],
    addresses: published('originalCreatorExtension'),
    context: originalCreatorTerms,
    schema: originalCreator,
  },
  {
    name: 'RecipientProfile',
    aliases: [],
    addresses: published('recipientProfile'),
    context: recipientProfileTerms,
    schema: recipientProfile,
  },
];

/** The specification's own pages and the lasting name that leads there. */
function published(folder: string): readonly string[] {
  return ['https://w3id.org/openbadges/extensions', 'https://openbadgespec.org/extensions'].map(
    (place) => `${place}/${folder}/context.json`,
  );
}
