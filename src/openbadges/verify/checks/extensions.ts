import { faultIn } from '../../json-ld/check-extension.js';
import type { FoundExtension } from '../../json-ld/find-extensions.js';
import { findExtensions } from '../../json-ld/find-extensions.js';
import type { KnownExtension } from '../../json-ld/known-extensions.js';
import type { JsonObject } from '../../parse/strict-json.js';
import { documentsOf } from '../facts/facts.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import type { Check } from './check.js';

/** More than any badge has, and few enough to look at each. */
const MAX_EXTENSIONS = 50;
/** Members that hold documents of their own, which are looked at as such. */
const OTHER_DOCUMENTS = ['badge', 'issuer', 'endorsement'];

/**
 * `EXTENSION`: is every extension what its schema asks for (1.1 and 2.0, "Extension Validation")?
 * The schemas are bundled; those an extension's context refers to are never fetched.
 */
export const extensions: Check = {
  code: 'EXTENSION',
  asks: 'Is every extension as its schema asks?',
  ends: [
    { outcome: 'PASS', when: 'every extension is as its schema asks' },
    { outcome: 'FAIL', verdict: 'INVALID', when: 'a field of an extension is missing or wrong' },
    { outcome: 'WARN', when: 'this hub holds no schema for an extension' },
    { outcome: 'WARN', when: 'a document has more than 50 extensions; the others are not checked' },
  ],
  look: (facts) => {
    const found = documentsOf(facts).map(({ noun, document }) => ({
      noun,
      extensions: firstOf(findExtensions(ownPart(document)), MAX_EXTENSIONS + 1),
    }));
    if (found.every((document) => document.extensions.length === 0)) return [];
    const results = found.flatMap((document) => about(document.noun, document.extensions));
    return results.length > 0 ? results : [pass('EXTENSION')];
  },
};

function ownPart(document: JsonObject): JsonObject {
  const members = Object.entries(document);
  return Object.fromEntries(members.filter(([name]) => !OTHER_DOCUMENTS.includes(name)));
}

function firstOf<Item>(items: Iterable<Item>, many: number): readonly Item[] {
  const first: Item[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === many) break;
  }
  return first;
}

function about(noun: string, found: readonly FoundExtension[]): readonly CheckResult[] {
  const looked = found.slice(0, MAX_EXTENSIONS);
  const faults = looked.flatMap(({ object, known }) =>
    known.flatMap((extension) => faultSentence(noun, extension, object) ?? []),
  );
  const unknown = looked.some(({ known }) => known.length === 0);
  return [
    ...[...new Set(faults)].map((because) => fail('EXTENSION', because)),
    ...(unknown
      ? [warn('EXTENSION', `The ${noun} has an extension that this hub holds no schema for.`)]
      : []),
    ...(found.length > MAX_EXTENSIONS
      ? [warn('EXTENSION', `The ${noun} has more extensions than this hub checks.`)]
      : []),
  ];
}

function faultSentence(
  noun: string,
  extension: KnownExtension,
  object: JsonObject,
): string | undefined {
  const fault = faultIn(extension, object);
  if (fault === undefined) return undefined;
  const where = `the extension ${extension.name} of the ${noun}`;
  return fault.kind === 'missing'
    ? `The field "${fault.field}" is missing in ${where}.`
    : `The field "${fault.field}" in ${where} is not as its schema asks.`;
}
