import type { FetchAnswer, FetchDocument } from '../../src/openbadges/index.js';
import { fetchFrom, hostedBadge } from '../support/badges.js';
import type { BadgeOptions, HostedBadge } from '../support/badges.js';
import type { TestGraph } from '../support/graph.js';

export interface TestIssuer {
  readonly base: string;
  /** Puts a badge of its own on the issuer's server. */
  issue(options?: BadgeOptions): HostedBadge;
  /** From now on the server answers otherwise for this URL. */
  answers(url: string, answer: Partial<FetchAnswer>): void;
  /** Nobody reaches the server until it is plugged in again. */
  unplug(): void;
  plugIn(): void;
  /** How often a URL was asked for. */
  asked(url: string): number;
  /** All that was asked for so far, in order. */
  readonly requests: readonly Request[];
}

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An issuer with a server that the hub of this test graph can reach. */
export function testIssuer(graph: TestGraph, base = 'https://issuer.example'): TestIssuer {
  const documents = new Map<string, Readonly<Record<string, unknown>>>();
  const others: Record<string, Partial<FetchAnswer>> = {};
  const requests: Request[] = [];
  const serve = fetchFrom(documents, others);
  let plugged = true;
  let issued = 0;
  const server: FetchDocument = (url, want) => {
    requests.push({ url, headers: want.headers ?? {} });
    if (plugged) return serve(url, want);
    return Promise.resolve({ kind: 'unreachable', because: 'not-reached' });
  };
  graph.issuers.set(base, server);
  return {
    base,
    issue(options = {}) {
      issued += 1;
      const badge = hostedBadge({ base, slug: String(issued), ...options });
      for (const [url, document] of badge.documents) documents.set(url, document);
      return badge;
    },
    answers(url, answer) {
      others[url] = answer;
    },
    unplug() {
      plugged = false;
    },
    plugIn() {
      plugged = true;
    },
    asked: (url) => requests.filter((one) => one.url === url).length,
    requests,
  };
}
