import { KNOWN_CONTEXTS, contextsOf, hasInlineContext } from '../../parse/detect-version.js';
import type { JsonObject } from '../../parse/strict-json.js';
import type { CheckResult } from '../result.js';
import { pass, warn } from '../result.js';
import type { Check } from './check.js';

/**
 * `JSONLD`: are the contexts ones that this hub holds itself? None is ever fetched. Badges are read
 * by the names that Open Badges gives its fields; a context that is unknown cannot change that, but
 * other programs may read more into the badge.
 */
export const contexts: Check = ({ version, assertion, badgeClass, issuer }) => {
  if (version === 'V1_0') {
    return [{ check: 'JSONLD', outcome: 'SKIPPED', because: 'Open Badges 1.0 has no contexts.' }];
  }
  const fetched = [
    ...oddities('assertion', assertion.document),
    ...(badgeClass?.kind === 'read' && badgeClass.fetched !== undefined
      ? oddities('badge class', badgeClass.document)
      : []),
    ...(issuer?.kind === 'read' ? oddities('issuer', issuer.document) : []),
  ];
  return fetched.length > 0 ? fetched : [pass('JSONLD')];
};

function oddities(noun: string, document: JsonObject): readonly CheckResult[] {
  if (document['@context'] === undefined) return [warn('JSONLD', `The ${noun} has no context.`)];
  const unknown = contextsOf(document).some((context) => !KNOWN_CONTEXTS.includes(context));
  return unknown || hasInlineContext(document)
    ? [warn('JSONLD', `The ${noun} uses a context that this hub does not hold.`)]
    : [];
}
