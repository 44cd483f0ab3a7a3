import { PICTURE_TYPES, pictureFormatOf } from '../bake/picture-format.js';
import type { Credential } from '../credential.js';
import type { EndorsementReport, Finding, Report } from '../report.js';
import type { Check, Question } from './checks/check.js';
import { CHECKS } from './checks/index.js';
import { collectFacts } from './facts/collect-facts.js';
import { conclude } from './conclude.js';
import { claimedCredential, credentialFrom } from './credential-from.js';
import { openDesk } from './facts/desk.js';
import type { Evidence } from './evidence.js';
import type { EndorsementFacts, Facts } from './facts/facts.js';
import type { CheckResult } from './result.js';
import { fail } from './result.js';

export type { Question };

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
export async function judge(
  evidence: Evidence,
  question: Question,
  checks: readonly Check[] = CHECKS,
): Promise<Judgement> {
  const found = collectFacts(evidence.source, openDesk(evidence));
  const endorsements = await Promise.all(
    found.endorsements.map((one) => judgeEndorsement(one, question, checks)),
  );
  const facts: Facts = { ...found, endorsements };
  const results = await resultsOf(facts, question, checks);
  const credential = credentialFrom(facts) ?? claimedCredential(found);
  const original = originalOf(evidence, facts);
  return {
    report: {
      verdict: conclude(results, facts),
      checkedAt: question.at,
      findings: results.map(toFinding),
      endorsements: endorsements.map(({ report }) => report),
      ...(facts.kind && { version: facts.kind.version }),
    },
    ...(credential && { credential }),
    ...(original && { original }),
  };
}

async function resultsOf(
  facts: Facts,
  question: Question,
  checks: readonly Check[],
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(...(await check.look(facts, question)));
  return results;
}

/** By the same checks as a badge; those about what only badges have find nothing to look at. */
async function judgeEndorsement(
  { about, endorsed, facts, part }: EndorsementFacts,
  { at }: Question,
  checks: readonly Check[],
): Promise<EndorsementFacts & { readonly report: EndorsementReport }> {
  const results = [...(await resultsOf(facts, { at }, checks))];
  if (part !== undefined && part.endorsed !== endorsed) {
    results.push(
      fail('ENDORSEMENT', 'The field "claim.id" of the endorsement names something else.'),
    );
  }
  const { issuer } = facts;
  const report = {
    about,
    verdict: conclude(results, facts),
    findings: results.map(toFinding),
    ...(part && { id: part.id }),
    ...(part?.comment !== undefined && { comment: part.comment }),
    ...(issuer?.kind === 'read' && { issuerName: issuer.part.profile.name }),
  };
  return {
    about,
    facts,
    report,
    ...(endorsed !== undefined && { endorsed }),
    ...(part && { part }),
  };
}

function toFinding({ check, outcome, because }: CheckResult): Finding {
  return { check, outcome, ...(because !== undefined && { because }) };
}

/** JWS in compact form (RFC 7515, section 9.2.1). */
const JWS_TYPE = 'application/jose';

function originalOf({ source }: Evidence, { statement }: Facts): Original | undefined {
  if (statement?.form === 'hosted') {
    return { bytes: statement.bytes, mediaType: statement.mediaType };
  }
  if (statement?.form === 'signed') {
    return { bytes: new TextEncoder().encode(statement.jws), mediaType: JWS_TYPE };
  }
  if (source.kind === 'url') return undefined;
  if (source.kind === 'image') {
    const format = pictureFormatOf(source.bytes);
    return {
      bytes: source.bytes,
      mediaType: format === undefined ? UNKNOWN : PICTURE_TYPES[format],
    };
  }
  const isJson = source.text.trimStart().startsWith('{');
  const bytes = new TextEncoder().encode(source.text);
  return { bytes, mediaType: isJson ? 'application/json' : 'text/plain' };
}

const UNKNOWN = 'application/octet-stream';
