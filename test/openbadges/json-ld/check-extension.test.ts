import { describe, expect, test } from '@jest/globals';

import { faultIn } from '../../../src/openbadges/json-ld/check-extension.js';
import { KNOWN_EXTENSIONS } from '../../../src/openbadges/json-ld/known-extensions.js';
import type { JsonObject } from '../../../src/openbadges/parse/strict-json.js';

type Members = Record<string, unknown>;

const RUBRIC = {
  identifier: '04f28d86-994f-4469-9ad7-3bf9d703a286',
  title: 'Seams',
  lastChangeDateTime: '2020-01-31T16:54:00Z',
  rubricCriteria: {
    identifier: 'ef324364-735c-443f-975f-9d76bd91f25a',
    criterionLevels: [
      { identifier: '2b77179b-8b68-4fbe-9e76-d6d38a8131f3', description: 'It holds.', score: 2 },
    ],
  },
};
const ASSESSMENT = {
  description: 'Weld two plates.',
  type: 'Performance',
  assessmentOutput: 'Two plates, welded',
  hasGroupParticipation: false,
  hasGroupEvaluation: false,
  evaluationMethod: 'By rubric',
};
const ACCREDITATION = {
  name: 'Board of Welders',
  contactInstructions: 'Write a letter.',
  url: 'https://board.example/',
  address: { addressLocality: 'Leeds' },
};

/** Members that make each extension complete, and no more. */
const COMPLETE: Readonly<Record<string, Members>> = {
  Accessibility: {},
  ApplyLink: { url: 'https://example.org/apply' },
  AssessmentExtension: { description: 'One task', assessments: [ASSESSMENT] },
  Endorsement: { description: 'A good badge' },
  ExampleExtension: { exampleProperty: 'A text' },
  ExtraDescriptionExtension: { name: 'Jobs', narrative: 'Welders are *wanted*.' },
  GeoCoordinates: { description: 'The hall', geo: { latitude: 54.9, longitude: -1 } },
  IssuerAccreditation: ACCREDITATION,
  LicenseExtension: { id: 'CC-BY', name: 'Attribution' },
  OriginalCreator: { url: 'https://example.org/issuer' },
  RecipientProfile: {},
};

function faultOf(name: string, members: Members) {
  const extension = KNOWN_EXTENSIONS.find((known) => known.name === name);
  if (extension === undefined) throw new Error(`There is no extension ${name}.`);
  return faultIn(extension, members as JsonObject);
}

function assessmentWith(members: Members): Members {
  return { description: 'x', assessments: { ...ASSESSMENT, ...members } };
}

describe('the schema of an extension', () => {
  test.each(KNOWN_EXTENSIONS.map(({ name }) => name))('%s lets the complete one pass', (name) => {
    expect(faultOf(name, COMPLETE[name] ?? { incomplete: name })).toBeUndefined();
    const more = { ...COMPLETE[name], '@context': ['x'], type: ['Extension'], shoe: { hat: 1 } };
    expect(faultOf(name, more)).toBeUndefined();
  });

  test.each(
    Object.entries(COMPLETE).flatMap(([name, members]) =>
      Object.keys(members).map((member) => [name, member] as const),
    ),
  )('%s asks for "%s"', (name, member) => {
    const members = Object.entries(COMPLETE[name] ?? {}).filter(([other]) => other !== member);
    const fault = { field: member, kind: 'missing' };
    expect(faultOf(name, Object.fromEntries(members))).toEqual(fault);
  });

  test.each<readonly [string, Members]>([
    ['Accessibility', { accessibilityControl: ['fullTouchControl'], accessibilityAPI: 'ARIA' }],
    ['AssessmentExtension', { description: 'x', assessments: ASSESSMENT }],
    ['AssessmentExtension', { overallDescription: 'x', assessment: ASSESSMENT }],
    ['AssessmentExtension', assessmentWith({ rubrics: [RUBRIC, RUBRIC], sections: {} })],
    [
      'AssessmentExtension',
      assessmentWith({ sections: [{ questions: { type: 'TextQuestion', text: 'Why?' } }] }),
    ],
    ['IssuerAccreditation', { ...ACCREDITATION, accreditationDate: '20090731' }],
    ['LicenseExtension', { id: 'https://licenses.example/by', name: 'x', legalCode: 'x' }],
    ['RecipientProfile', { name: 'Jane', publicKey: 'ecdsa-koblitz-pubkey:14RZvY' }],
  ])('%s lets %j pass', (name, members) => {
    expect(faultOf(name, members)).toBeUndefined();
  });

  test.each<readonly [string, Members, string, 'missing' | 'wrong']>([
    ['Accessibility', { accessibilityFeature: ['index', 1] }, 'accessibilityFeature.1', 'wrong'],
    ['Accessibility', { url: 'example.org' }, 'url', 'wrong'],
    ['ApplyLink', { url: 5 }, 'url', 'wrong'],
    ['ApplyLink', { url: 'www.example.org/apply' }, 'url', 'wrong'],
    ['AssessmentExtension', { assessments: 'x' }, 'assessments', 'wrong'],
    ['AssessmentExtension', { assessments: [{}] }, 'assessments.0.type', 'missing'],
    ['AssessmentExtension', assessmentWith({ type: 'Chat' }), 'assessments.type', 'wrong'],
    [
      'AssessmentExtension',
      assessmentWith({ rubrics: { ...RUBRIC, identifier: '1' } }),
      'assessments.rubrics.identifier',
      'wrong',
    ],
    [
      'AssessmentExtension',
      assessmentWith({ rubrics: { ...RUBRIC, lastChangeDateTime: 'today' } }),
      'assessments.rubrics.lastChangeDateTime',
      'wrong',
    ],
    [
      'AssessmentExtension',
      assessmentWith({ sections: { questions: [{ type: 'TextQuestion' }] } }),
      'assessments.sections.questions.0.text',
      'missing',
    ],
    ['Endorsement', { endorsedObject: 'https://example.org/' }, 'endorsedObject', 'wrong'],
    ['ExampleExtension', { exampleProperty: 1337 }, 'exampleProperty', 'wrong'],
    ['ExtraDescriptionExtension', { narrative: ['x'] }, 'narrative', 'wrong'],
    ['GeoCoordinates', { geo: { latitude: 1 } }, 'geo.longitude', 'missing'],
    ['GeoCoordinates', { geo: { latitude: '54.9', longitude: 1 } }, 'geo.latitude', 'wrong'],
    ['IssuerAccreditation', { accreditationDate: '2009' }, 'accreditationDate', 'wrong'],
    ['IssuerAccreditation', { address: 'Leeds' }, 'address', 'wrong'],
    ['IssuerAccreditation', { address: { postalCode: 9 } }, 'address.postalCode', 'wrong'],
    ['LicenseExtension', { id: 4 }, 'id', 'wrong'],
    ['OriginalCreator', { url: '' }, 'url', 'wrong'],
    ['RecipientProfile', { name: {} }, 'name', 'wrong'],
  ])('%s finds fault with %j: "%s" is %s', (name, members, field, kind) => {
    expect(faultOf(name, { ...COMPLETE[name], ...members })).toEqual({ field, kind });
  });

  test.each<readonly [string, Members]>([
    ['GeoCoordinates', { description: 'x', 'schema:geo': { 'schema:latitude': 1, longitude: 1 } }],
    [
      'GeoCoordinates',
      {
        'http://schema.org/description': 'x',
        geo: { 'http://schema.org/latitude': 1, 'http://schema.org/longitude': 1 },
      },
    ],
    ['ExampleExtension', { 'http://schema.org/text': 'x' }],
    ['ApplyLink', { 'extensions:applyLink': 'https://example.org/' }],
  ])('%s knows its fields under any name that JSON-LD gives them: %j', (name, members) => {
    expect(faultOf(name, members)).toBeUndefined();
  });

  test('calls a field by its plain name, whatever the issuer calls it', () => {
    const fault = { field: 'exampleProperty', kind: 'wrong' };
    expect(faultOf('ExampleExtension', { 'http://schema.org/text': 1337 })).toEqual(fault);
    const both = { exampleProperty: 1, 'http://schema.org/text': 'x' };
    expect(faultOf('ExampleExtension', both)).toEqual(fault);
  });
});
