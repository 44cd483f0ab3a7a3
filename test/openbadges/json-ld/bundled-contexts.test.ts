import { describe, expect, test } from '@jest/globals';

import { bundledContext } from '../../../src/openbadges/json-ld/bundled-contexts.js';
import { expandSafely } from '../../../src/openbadges/json-ld/expand-safely.js';
import { KNOWN_EXTENSIONS } from '../../../src/openbadges/json-ld/known-extensions.js';
import { KNOWN_CONTEXTS } from '../../../src/openbadges/parse/detect-version.js';

const V1 = 'https://w3id.org/openbadges/v1';
const V2 = 'https://w3id.org/openbadges/v2';
const V2_1 = 'https://purl.imsglobal.org/spec/ob/v2p1/ob_v2p1.jsonld';
const OB = 'https://w3id.org/openbadges#';
const EXTENSIONS = 'https://w3id.org/openbadges/extensions#';
const SCHEMA = 'http://schema.org/';
const SECURITY = 'https://w3id.org/security#';
const CREDENTIALS = 'https://w3id.org/credentials#';
const CASE = 'https://purl.imsglobal.org/case/v1p0/vocab/';
const OB_2_1 = 'https://www.imsglobal.org/spec/ob/v2p1#';

function extensionContext(folder: string): string {
  return `https://openbadgespec.org/extensions/${folder}/context.json`;
}

/** What a term stands for in the contexts, and whether its texts are ids or of a type. */
async function meaningOf(term: string, contexts: readonly string[]) {
  const document = { '@context': contexts, [term]: 'https://example.org/' };
  const expansion = await expandSafely(document);
  if (expansion.kind !== 'expanded') return expansion;
  const [node = {}] = expansion.nodes as readonly Record<string, unknown>[];
  const [[iri, values] = ['nothing', []]] = Object.entries(node);
  const [value = {}] = values as readonly Record<string, unknown>[];
  return [iri, '@id' in value ? '@id' : value['@type']];
}

describe('the bundled contexts', () => {
  test.each([...KNOWN_CONTEXTS, ...KNOWN_EXTENSIONS.flatMap(({ addresses }) => addresses)])(
    'hold %s, by http and with a slash at its end, too',
    (address) => {
      const held = bundledContext(address);
      expect(held?.document['@context']).toEqual(expect.any(Object));
      expect(bundledContext(address.replace('https:', 'http:'))).toBe(held);
      expect(bundledContext(`${address}/`)).toBe(held);
    },
  );

  test.each([
    '',
    'https://w3id.org/openbadges/v3',
    'https://w3id.org/openbadges/v2#',
    'ftp://w3id.org/openbadges/v2',
    'https://example.org/https://w3id.org/openbadges/v2',
    'constructor',
  ])('do not hold %j', (address) => {
    expect(bundledContext(address)).toBeUndefined();
  });

  test.each([
    [V1, 'recipient', `${OB}recipient`, '@id'],
    [V1, 'identity', `${OB}identityHash`, undefined],
    [V1, 'hashed', `${OB}hashed`, 'http://www.w3.org/2001/XMLSchema#boolean'],
    [V1, 'issuedOn', `${OB}issueDate`, 'http://www.w3.org/2001/XMLSchema#dateTime'],
    [V1, 'expires', `${SECURITY}expiration`, 'http://www.w3.org/2001/XMLSchema#dateTime'],
    [V1, 'verify', `${OB}verify`, '@id'],
    [V1, 'uid', `${OB}uid`, undefined],
    [V1, 'tags', `${SCHEMA}keywords`, undefined],
    [V1, 'email', `${SCHEMA}email`, undefined],
    [V1, 'revocationList', `${OB}revocationList`, '@id'],
    [V1, 'publicKey', `${SECURITY}publicKey`, '@id'],
    [V1, 'revoked', `${SECURITY}revoked`, 'http://www.w3.org/2001/XMLSchema#dateTime'],
    [V1, 'label', 'http://www.w3.org/2000/01/rdf-schema#label', undefined],
    [V2, 'badge', `${OB}badge`, '@id'],
    [V2, 'verification', `${OB}verify`, '@id'],
    [V2, 'verify', `${OB}verify`, undefined],
    [V2, 'image', `${SCHEMA}image`, '@id'],
    [V2, 'narrative', `${OB}narrative`, undefined],
    [V2, 'targetName', `${SCHEMA}targetName`, undefined],
    [V2, 'targetCode', `${OB}targetCode`, undefined],
    [V2, 'startsWith', 'http://purl.org/dqm-vocabulary/v1/dqm#startsWith', undefined],
    [V2, 'allowedOrigins', `${OB}allowedOrigins`, undefined],
    [V2, 'creator', 'http://purl.org/dc/terms/creator', '@id'],
    [V2, 'related', 'http://purl.org/dc/terms/relation', '@id'],
    [V2, 'endorsement', `${CREDENTIALS}credential`, '@id'],
    [V2, 'claim', `${CREDENTIALS}claim`, '@id'],
    [V2, 'endorsementComment', `${OB}endorsementComment`, undefined],
    [V2, 'revoked', `${OB}revoked`, 'http://www.w3.org/2001/XMLSchema#boolean'],
    [V2, 'revokedAssertions', `${OB}revoked`, undefined],
    [V2, 'owner', `${SECURITY}owner`, '@id'],
    [V2, 'version', `${SCHEMA}version`, undefined],
    [V2_1, 'apiBase', `${OB_2_1}dtURL`, undefined],
    [V2_1, 'scopesOffered', `${OB_2_1}scopesOffered`, 'http://www.w3.org/2001/XMLSchema#anyURI'],
    [V2_1, 'statusText', `${OB_2_1}StatusTextEnumDType`, undefined],
  ])('%s: "%s" is %s', async (context, term, iri, type) => {
    await expect(meaningOf(term, [context])).resolves.toEqual([iri, type]);
  });

  test.each([
    ['applyLinkExtension', 'url', `${EXTENSIONS}applyLink`],
    ['originalCreatorExtension', 'url', `${EXTENSIONS}#originalCreator`],
    ['accessibilityExtension', 'url', `${EXTENSIONS}#accessibility`],
    ['accessibilityExtension', 'accessibilityAPI', 'https://schema.org/accessibilityAPI'],
    ['endorsement', 'endorsedObject', `${EXTENSIONS}Endorsement/endorsedObject`],
    ['exampleExtension', 'exampleProperty', `${SCHEMA}text`],
    ['geoCoordinatesExtension', 'geo', `${SCHEMA}geo`],
    ['geoCoordinatesExtension', 'latitude', `${SCHEMA}latitude`],
    ['licenseExtension', 'legalCode', 'http://creativecommons.org/ns#legalcode'],
    ['assessmentExtension', 'assessments', `${EXTENSIONS}assessments`],
    ['assessmentExtension', 'evaluationMethod', `${EXTENSIONS}assessmentEvaluationMethod`],
    ['assessmentExtension', 'rubricCriteria', `${CASE}CFRubricCriteria`],
    ['assessmentExtension', 'overallDescription', `${CASE}description`],
    ['assessmentExtension', 'text', `${SCHEMA}text`],
    [
      'issuerAccreditationExtension',
      'contactInstructions',
      `${EXTENSIONS}accreditationContactInstructions`,
    ],
    ['issuerAccreditationExtension', 'parentOrganization', `${SCHEMA}parentOrganization`],
    // These two leave their terms to the context of the badge.
    ['recipientProfile', 'name', `${SCHEMA}name`],
    ['extraDescription', 'narrative', `${OB}narrative`],
  ])('%s in a badge of 2.0: "%s" is %s', async (folder, term, iri) => {
    const meaning = await meaningOf(term, [V2, extensionContext(folder)]);
    expect(meaning).toMatchObject([iri]);
  });

  test.each([
    [V1, 'hosted', `${OB}HostedBadge`],
    [V1, 'IssuerOrg', `${OB}Issuer`],
    [V2, 'SignedBadge', `${OB}SignedBadge`],
    [V2, 'signed', `${OB}SignedBadge`],
    [V2, 'CryptographicKey', `${SECURITY}Key`],
    [V2, 'Endorsement', `${CREDENTIALS}Credential`],
    [V2, 'email', `${SCHEMA}email`],
    [V2, 'extensions:ApplyLink', `${EXTENSIONS}ApplyLink`],
  ])('%s: the type "%s" is %s', async (context, type, iri) => {
    await expect(expandSafely({ '@context': context, type })).resolves.toMatchObject({
      nodes: [{ '@type': [iri] }],
    });
  });
});
