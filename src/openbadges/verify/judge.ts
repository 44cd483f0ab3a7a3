import { isPng } from '../bake/png-chunks.js';
import type { Credential } from '../credential.js';
import type { Finding, Report } from '../report.js';
import { collectFacts } from './facts.js';
import type { Facts } from './facts.js';
import { CHECKS } from './checks/index.js';
import { conclude } from './conclude.js';
import { claimedCredential, credentialFrom } from './credential-from.js';
import type { Evidence } from './evidence.js';
import { knownFrom } from './evidence.js';
import type { Search } from './find-assertion.js';
import { findAssertion } from './find-assertion.js';
import { revoked } from './checks/revoked.js';
import type { CheckResult } from './result.js';
import { unreachable } from './result.js';

export interface Judgement {
  readonly report: Report;
  /** Absent when not even the name of the badge is known. */
  readonly credential?: Credential;
  readonly original?: Original;
}

/** The issuer's own bytes; what was handed in when those could not be had. */
export interface Original {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/**
 * Judges a badge by the evidence alone, for the moment `at`: the same evidence always gives the
 * same verdict. What could not be checked is never VALID. Never throws, whatever the evidence
 * holds.
 */
export function judge(evidence: Evidence, { at }: { readonly at: Date }): Judgement {
  const known = knownFrom(evidence);
  const search = findAssertion(evidence.source, known);
  const { assertion, kind } = search;
  const canBeJudged = assertion !== undefined && kind !== undefined && kind.version !== 'V0_5';
  const facts = canBeJudged ? collectFacts(assertion, kind.version, known) : undefined;
  const results = [...search.results, ...resultsOf(search, facts, at)];
  const credential = facts === undefined ? claimedCredential(search) : credentialFrom(facts);
  const original = originalOf(evidence, search);
  return {
    report: {
      verdict: conclude(results),
      checkedAt: at,
      findings: results.map(toFinding),
      ...(kind && { version: kind.version }),
    },
    ...(credential && { credential }),
    ...(original && { original }),
  };
}

function resultsOf(search: Search, facts: Facts | undefined, at: Date): readonly CheckResult[] {
  if (facts !== undefined) return CHECKS.flatMap((check) => check(facts, at));
  if (search.assertion !== undefined) return revoked(search.assertion);
  return search.wanted === undefined ? [] : [unreachable('FETCH', 'The badge was not fetched.')];
}

function toFinding({ check, outcome, because }: CheckResult): Finding {
  return { check, outcome, ...(because !== undefined && { because }) };
}

function originalOf({ source }: Evidence, { assertion }: Search): Original | undefined {
  if (assertion !== undefined) return { bytes: assertion.bytes, mediaType: assertion.mediaType };
  if (source.kind === 'url') return undefined;
  if (source.kind === 'image') {
    const mediaType = isPng(source.bytes) ? 'image/png' : 'application/octet-stream';
    return { bytes: source.bytes, mediaType };
  }
  const isJson = source.text.trimStart().startsWith('{');
  const bytes = new TextEncoder().encode(source.text);
  return { bytes, mediaType: isJson ? 'application/json' : 'text/plain' };
}
