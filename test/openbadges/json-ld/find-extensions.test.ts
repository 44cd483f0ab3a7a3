import { describe, expect, test } from '@jest/globals';

import { findExtensions } from '../../../src/openbadges/json-ld/find-extensions.js';
import type { JsonObject } from '../../../src/openbadges/parse/strict-json.js';

const V2 = 'https://w3id.org/openbadges/v2';
const APPLY_LINK = 'https://w3id.org/openbadges/extensions/applyLinkExtension/context.json';
const EXAMPLE = 'https://openbadgespec.org/extensions/exampleExtension/context.json';
const FOREIGN = 'https://example.org/context.json';

function found(document: object): readonly (readonly string[])[] {
  const extensions = [...findExtensions(document as JsonObject)];
  return extensions.map(({ known }) => known.map(({ name }) => name));
}

describe('an extension is found', () => {
  test.each<readonly [string, object]>([
    ['by its type', { place: { '@context': APPLY_LINK, type: ['Extension'] } }],
    ['by its own type', { place: { '@context': APPLY_LINK, type: 'extensions:ApplyLink' } }],
    [
      'by a type in full',
      {
        place: { '@context': APPLY_LINK, type: 'https://w3id.org/openbadges/extensions#ApplyLink' },
      },
    ],
    ['by an early @type', { place: { '@context': APPLY_LINK, '@type': ['Extension'] } }],
    ['by the name of its member', { 'extensions:applyLink': { '@context': APPLY_LINK } }],
    ['deep in lists', { a: [[{ b: { '@context': APPLY_LINK, type: 'Extension' } }]] }],
    [
      'as the document itself',
      {
        '@context': [V2, APPLY_LINK],
        type: ['BadgeClass', 'extensions:ApplyLink'],
      },
    ],
  ])('%s', (_, document) => {
    expect(found(document)).toEqual([['ApplyLink']]);
  });

  test.each<readonly [string, object]>([
    ['a badge without any', { '@context': V2, type: 'BadgeClass', criteria: { type: 'Criteria' } }],
    ['a part without a context of its own', { place: { type: ['Extension'] } }],
    ['a text under such a name', { 'extensions:note': 'x' }],
    ['what a context holds', { '@context': { 'extensions:a': { type: 'Extension' } } }],
  ])('but not in %s', (_, document) => {
    expect(found(document)).toEqual([]);
  });
});

describe('an extension is known', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['by its context', { '@context': APPLY_LINK }, ['ApplyLink']],
    ['by its type alone', { type: 'extensions:ApplyLink' }, ['ApplyLink']],
    ['by its type in other letters', { type: 'extensions:applyLink' }, ['ApplyLink']],
    [
      'by the type among its contexts',
      {
        '@context': [V2, APPLY_LINK, EXAMPLE],
        type: 'extensions:ExampleExtension',
      },
      ['ExampleExtension'],
    ],
    [
      'as two at once',
      {
        '@context': [APPLY_LINK, EXAMPLE],
        type: ['extensions:ApplyLink', 'extensions:ExampleExtension'],
      },
      ['ApplyLink', 'ExampleExtension'],
    ],
    [
      'by its context before its type',
      {
        '@context': APPLY_LINK,
        type: 'extensions:GeoCoordinates',
      },
      ['ApplyLink'],
    ],
    [
      'never with a context that is not held',
      {
        '@context': [APPLY_LINK, FOREIGN],
        type: 'extensions:ApplyLink',
      },
      [],
    ],
    [
      'never with terms on the spot',
      { '@context': { url: 'urn:a' }, type: 'extensions:ApplyLink' },
      [],
    ],
    ['never by nothing', {}, []],
    ['never by a type of its own', { type: ['Extension', 'extensions:Shoe'] }, []],
  ])('%s', (_, object, names) => {
    expect(found({ 'extensions:x': object })).toEqual([names]);
  });
});
