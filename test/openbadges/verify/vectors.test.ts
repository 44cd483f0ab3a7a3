import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { verify } from '../../../src/openbadges/index.js';
import type { FetchAnswer, FetchDocument, Verdict } from '../../../src/openbadges/index.js';
import { answerWith, hostedBadge } from '../../support/badges.js';
import type { BadgeOptions } from '../../support/badges.js';

/** A whole badge at https://issuer.example with what a case changes about it. */
interface Vector {
  readonly title: string;
  readonly version: NonNullable<BadgeOptions['version']>;
  readonly from?: string;
  readonly change?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly serve?: Readonly<Record<string, Served>>;
  readonly verdict: Verdict;
  /** Check and outcome that the report has to hold. */
  readonly finding?: string;
}

interface Served {
  readonly status?: number;
  readonly body?: string;
  readonly finalUrl?: string;
  readonly unreachable?: 'not-reached' | 'too-large';
}

const DROPPED = '(dropped)';
const file = new URL('../../vectors/hosted-badges.json', import.meta.url);
const vectors = JSON.parse(readFileSync(file, 'utf8')) as readonly Vector[];

function fetchOf({ version, change = {}, serve = {} }: Vector): FetchDocument {
  const documents = new Map<string, object>(hostedBadge({ version }).documents);
  for (const [url, members] of Object.entries(change)) {
    const merged = { ...documents.get(url), ...members };
    const kept = Object.entries(merged).filter(([, value]) => value !== DROPPED);
    documents.set(url, Object.fromEntries(kept));
  }
  return (url) => Promise.resolve(answerFor(url, documents.get(url), serve[url] ?? {}));
}

function answerFor(url: string, document: object | undefined, served: Served): FetchAnswer {
  if (served.unreachable !== undefined) return { kind: 'unreachable', because: served.unreachable };
  const answer = answerWith(url, served.body ?? JSON.stringify(document ?? {}));
  const status = served.status ?? (document === undefined ? 404 : 200);
  return { ...answer, status, url: served.finalUrl ?? url } as FetchAnswer;
}

describe('vectors of hosted badges', () => {
  const cases = vectors.map((vector) => ({
    ...vector,
    name: `${vector.version}: ${vector.title}`,
  }));

  test.each(cases)('$name: $verdict', async (vector) => {
    const url = vector.from ?? 'https://issuer.example/assertions/1';
    const deps = { fetch: fetchOf(vector), now: () => new Date('2025-01-01T00:00:00Z') };
    const { report } = await verify({ kind: 'url', url }, deps);
    const findings = report.findings.map(({ check, outcome }) => `${check} ${outcome}`);
    expect({ verdict: report.verdict, findings }).toEqual({
      verdict: vector.verdict,
      findings: vector.finding === undefined ? findings : expect.arrayContaining([vector.finding]),
    });
  });
});
