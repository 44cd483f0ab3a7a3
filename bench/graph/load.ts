import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { percentile } from '../figures.js';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly accessToken?: string | undefined;
}

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Asks one question over and over. */
export interface Client {
  /** @throws Error when the answer is no complete data */
  ask(): Promise<unknown>;
  /** Keeps every connection busy for so long. */
  measure(durationMs: number): Promise<Measured>;
  close(): Promise<void>;
}

const CONNECTIONS = 10;

/** One open connection for each question under way; the next one goes out when the answer is complete. */
export function openClient(origin: string, question: Question): Client {
  const { query, variables, accessToken } = question;
  const pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1 });
  const request = {
    path: '/graphql',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify({ query, variables }),
  } as const;

  const post = async (): Promise<string> => {
    const { statusCode, body } = await pool.request(request);
    const text = await body.text();
    // A failed answer is quick, so it must not count.
    if (statusCode !== 200 || text.includes('"errors"')) throw new Error(`${origin}: ${text}`);
    return text;
  };

  return {
    async ask() {
      return (JSON.parse(await post()) as { data: unknown }).data;
    },
    async measure(durationMs) {
      const latenciesMs: number[] = [];
      const startMs = performance.now();
      const worker = async (): Promise<void> => {
        let sentMs = performance.now();
        while (sentMs < startMs + durationMs) {
          await post();
          const nowMs = performance.now();
          latenciesMs.push(nowMs - sentMs);
          sentMs = nowMs;
        }
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, worker));
      return {
        perSecond: (latenciesMs.length * 1000) / (performance.now() - startMs),
        p50Ms: percentile(latenciesMs, 0.5),
        p99Ms: percentile(latenciesMs, 0.99),
      };
    },
    close: () => pool.close(),
  };
}
