import { expandSafely } from '../../json-ld/expand-safely.js';
import type { Expansion } from '../../json-ld/expand-safely.js';
import type { JsonObject } from '../../parse/strict-json.js';
import type { Facts } from '../facts/facts.js';
import { documentsOf } from '../facts/facts.js';
import type { CheckResult } from '../result.js';
import { fail, pass, warn } from '../result.js';
import type { Check } from './check.js';

/**
 * `JSONLD`: is every document JSON-LD, and can this hub tell what its names mean? Badges are read by
 * the names that Open Badges gives its fields, so a name without a meaning changes nothing here; but
 * other programs may read more, or less, into the badge. No context is ever fetched.
 */
export const contexts: Check = {
  code: 'JSONLD',
  asks: 'Is every document JSON-LD, and do contexts that this hub holds define its names?',
  ends: [
    { outcome: 'PASS', when: 'every name has a meaning' },
    { outcome: 'WARN', when: 'the badge class or the issuer has no context' },
    { outcome: 'WARN', when: 'a context is not held by this hub, or given on the spot' },
    { outcome: 'WARN', when: 'members or types are defined by none of the contexts' },
    {
      outcome: 'WARN',
      when: 'a document has more than 10,000 values or 50 contexts, and is not read',
    },
    {
      outcome: 'FAIL',
      verdict: 'INVALID',
      when: 'a document contradicts the rules of JSON-LD, for example by an id that is not a text',
    },
    { outcome: 'SKIPPED', when: 'the badge is of 0.5 or 1.0, which have no contexts' },
  ],
  look: async (facts) => {
    const { kind, statement } = facts;
    if (kind === undefined || statement === undefined) return [];
    if (kind.version === 'V0_5' || kind.version === 'V1_0') {
      const because = 'Open Badges 0.5 and 1.0 have no contexts.';
      return [{ check: 'JSONLD', outcome: 'SKIPPED', because }];
    }
    const results: CheckResult[] = [];
    for (const { noun, document } of documentsOnTheirOwn(facts)) {
      results.push(...(await oddities(noun, document)));
    }
    return results.length > 0 ? results : [pass('JSONLD')];
  },
};

/** What is embedded in the assertion has its contexts, and is looked at with it. */
function documentsOnTheirOwn(facts: Facts): ReturnType<typeof documentsOf> {
  const embedded = [facts.badgeClass, facts.issuer].flatMap((link) =>
    link?.kind === 'read' && link.fetched === undefined ? [link.document] : [],
  );
  return documentsOf(facts).filter(({ document }) => !embedded.includes(document));
}

async function oddities(noun: string, document: JsonObject): Promise<readonly CheckResult[]> {
  if (document['@context'] === undefined) return [warn('JSONLD', `The ${noun} has no context.`)];
  return about(noun, await expandSafely(document));
}

function about(noun: string, expansion: Expansion): readonly CheckResult[] {
  if (expansion.kind === 'contradictory') {
    const because = `The ${noun} contradicts the rules of JSON-LD: ${expansion.error}.`;
    return [fail('JSONLD', because)];
  }
  if (expansion.kind === 'too-large') {
    return [warn('JSONLD', `The ${noun} has more values or contexts than this hub looks at.`)];
  }
  const { foreign, dropped } = expansion;
  return [
    ...(foreign ? [warn('JSONLD', `The ${noun} uses a context that this hub does not hold.`)] : []),
    ...(dropped > 0
      ? [warn('JSONLD', `The ${noun} has members or types that its contexts do not define.`)]
      : []),
  ];
}
