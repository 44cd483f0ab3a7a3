import { parseUrl } from '../../parse-url.js';
import type { FetchAnswer } from '../../openbadges/index.js';
import { admitUrl } from './admit-url.js';
import type { AdmissionRules } from './admit-url.js';
import { createAgents } from './agents.js';
import type { Agents } from './agents.js';
import { exchange, locationOf, textOf } from './exchange.js';
import type { Answer } from './exchange.js';
import { createGate } from './gate.js';
import type { PrivateOrigin } from './private-origins.js';
import { readHeaders } from './read-headers.js';
import { systemResolve } from './resolve.js';
import type { Resolve } from './resolve.js';
import { unpack } from './unpack.js';

export interface GuardedFetchOptions {
  readonly privateOrigins: readonly PrivateOrigin[];
  readonly userAgent: string;
  /** The system's resolver when absent. */
  readonly resolve?: Resolve;
  /** Certificate authorities in PEM to trust besides the public ones. */
  readonly ca?: string;
  /** For everything together: waiting, names, connections, redirects and the body; 10 s when absent. */
  readonly deadlineMs?: number;
  /** 3 when absent. */
  readonly maxRedirects?: number;
  /** Ports of public origins besides 443; none when absent. */
  readonly allowedPorts?: readonly number[];
  /** Requests that run at the same time; others wait, within their deadline. 64 when absent. */
  readonly maxInFlight?: number;
  /** What a date in `Retry-After` is compared with; the time of day when absent. */
  readonly now?: () => Date;
  /** Learns why something was not reached; the caller never does. */
  readonly log?: { debug(facts: object, message: string): void };
}

export interface FetchWant {
  readonly accept: string;
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Sent to the first hop only, because they may hold credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only GET and HEAD follow redirects. GET when absent. */
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly body?: string | Uint8Array;
  /** Fewer redirects than usual; 0 where the protocol knows none, as between hubs. */
  readonly maxRedirects?: number;
  /** Further header fields to hand on, in lower case. */
  readonly answerHeaders?: readonly string[];
}

/**
 * Asks an address that somebody else chose. Never throws: blocked, refused, unresolved, interrupted and
 * late all give the same answer, so that nobody can use the hub to look into its network.
 */
export interface GuardedFetch {
  (url: string, want: FetchWant): Promise<FetchAnswer>;
  /** Ends every connection; requests that still run are not reached. */
  close(): Promise<void>;
}

const NOT_REACHED = { kind: 'unreachable', because: 'not-reached' } as const;
const TOO_LARGE = { kind: 'unreachable', because: 'too-large' } as const;

/** The only way out to addresses others chose; rules G1–G12 of the federation specification, 2.14. */
export const createGuardedFetch = (options: GuardedFetchOptions): GuardedFetch => {
  const { deadlineMs = 10_000, maxRedirects = 3, resolve = systemResolve, log } = options;
  const { privateOrigins, allowedPorts = [], userAgent, ca, maxInFlight = 64 } = options;
  const { now = () => new Date() } = options;
  const agents = createAgents({ privateOrigins, resolve, ca, timeoutMs: deadlineMs });
  const rules = { privateOrigins, allowedPorts };
  const gate = createGate(maxInFlight);

  const travel = async (start: string, want: FetchWant, signal: AbortSignal) => {
    const trip = { rules, agents, userAgent, signal };
    const { url, answer } = await follow(start, want, want.maxRedirects ?? maxRedirects, trip);
    const read = bodyOf(answer, want.maxBytes);
    if (read.kind === 'too-large') return TOO_LARGE;
    return {
      kind: 'answered' as const,
      url: url.href,
      status: answer.status,
      ...readHeaders(answer.headers, now(), want.answerHeaders),
      body: read.body,
    };
  };

  const ask = async (url: string, want: FetchWant): Promise<FetchAnswer> => {
    const signal = AbortSignal.timeout(deadlineMs);
    try {
      return await gate(() => travel(url, want, signal), signal);
    } catch (err) {
      log?.debug({ err, host: hostOf(url) }, 'not reached');
      return NOT_REACHED;
    }
  };

  return Object.assign(ask, { close: () => agents.destroy() });
};

interface Trip {
  readonly rules: AdmissionRules;
  readonly agents: Agents;
  readonly userAgent: string;
  readonly signal: AbortSignal;
}

/** @throws Error when a hop is blocked or fails, or when there are too many. */
const follow = async (
  start: string,
  want: FetchWant,
  maxRedirects: number,
  { rules, agents, userAgent, signal }: Trip,
): Promise<{ url: URL; answer: Answer }> => {
  const { accept, headers = {}, method = 'GET', body, maxBytes } = want;
  let next = start;
  let from: URL | undefined;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const admission = admitUrl(next, rules, from);
    if (admission.kind === 'blocked') throw new Error(`blocked: ${admission.because}`);

    const { url } = admission;
    const request = {
      url,
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(hop === 0 ? headers : {}),
        accept,
        'accept-encoding': 'identity',
        'user-agent': userAgent,
      },
    };
    const answer = await exchange(agents[admission.kind], request, { maxBytes, signal });
    const location = locationOf(answer);
    if (location === undefined) return { url, answer };

    if (method === 'POST') throw new Error('blocked: a redirect of a POST');
    next = location;
    from = url;
  }
  throw new Error('blocked: too many redirects');
};

/** The body of an error is cut, so it may be no whole pack; nobody needs it. */
const bodyOf = ({ status, headers, body }: Answer, maxBytes: number): Answer['body'] => {
  const coding = textOf(headers['content-encoding']);
  if (body.kind === 'too-large' || coding === undefined) return body;
  return status >= 400
    ? { kind: 'read', body: new Uint8Array() }
    : unpack(body.body, coding, maxBytes);
};

/** Enough to find the reason; path and query may hold a token. */
const hostOf = (url: string): string => parseUrl(url)?.host ?? 'not a URL';
