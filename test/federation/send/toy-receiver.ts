import { afterAll } from '@jest/globals';
import { text } from 'node:stream/consumers';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startWebServer } from '../../support/local-server.js';
import type { LocalServer } from '../../support/local-server.js';

export interface ReceivedSet {
  readonly jti: string;
  readonly seq: number;
  readonly epoch: string;
  readonly kid: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface OtherAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface ToyReceiver {
  readonly url: string;
  /** Every push in the order it came, repeats included. */
  readonly pushes: readonly ReceivedSet[];
  /** Pushes that were being dealt with at the same time, at most; since it was last read. */
  readonly mostAtOnce: () => number;
  /** What it has, by `jti`. */
  readonly kept: Map<string, ReceivedSet>;
  contig(epoch: string): number;
  /** Answers something else than 202; undefined is 202. */
  instead: (set: ReceivedSet) => Promise<OtherAnswer | undefined> | OtherAnswer | undefined;
}

const servers = new Set<LocalServer>();
afterAll(() => Promise.all([...servers].map((server) => server.close())));

/** A hub that takes pushes on loopback, as far as its sender can tell. */
export async function toyReceiver(): Promise<ToyReceiver> {
  const pushes: ReceivedSet[] = [];
  const kept = new Map<string, ReceivedSet>();
  let [now, most] = [0, 0];

  const contig = (epoch: string): number => {
    const seqs = new Set([...kept.values()].filter((set) => set.epoch === epoch).map((s) => s.seq));
    let at = 0;
    while (seqs.has(at + 1)) at += 1;
    return at;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const set = readSet(await text(request));
    pushes.push(set);
    // Others that were sent in the same window arrive meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
    const other = await receiver.instead(set);
    if (other !== undefined) {
      response.writeHead(other.status, other.headers).end(other.body);
      return;
    }
    kept.set(set.jti, set);
    const stream = `epoch="${set.epoch}", contig=${String(contig(set.epoch))}`;
    response.writeHead(202, { 'bf-stream': stream }).end();
  }

  const server = await startWebServer((request, response) => {
    now += 1;
    most = Math.max(most, now);
    void answer(request, response)
      .catch(() => response.destroy())
      .finally(() => {
        now -= 1;
      });
  });
  servers.add(server);
  const receiver: ToyReceiver = {
    url: `http://127.0.0.1:${String(server.port)}`,
    pushes,
    kept,
    contig,
    mostAtOnce: () => {
      const seen = most;
      most = 0;
      return seen;
    },
    instead: () => undefined,
  };
  return receiver;
}

export function readSet(token: string): ReceivedSet {
  const {
    jti = '',
    stm,
    events,
  } = decodeJwt<{
    stm: { epoch: string; seq: number };
    events: Record<string, Record<string, unknown>>;
  }>(token);
  const [[uri, payload] = ['', {}]] = Object.entries(events);
  const { kid = '' } = decodeProtectedHeader(token);
  return { jti, ...stm, kid, type: uri.slice(uri.lastIndexOf('/') + 1), payload };
}
