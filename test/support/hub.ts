import { randomBytes } from 'node:crypto';
import { freePorts } from './free-ports.js';
import { askGraph, subscribeGraph } from './hub-client.js';
import type { GraphAnswer, TestStream, Variables } from './hub-client.js';
import { startProcess } from './hub-process.js';
import type { HubProcess, Settings } from './hub-process.js';
import type { MailSink } from './mail-sink.js';

export const SHAPES = ['one process', 'one process per role'] as const;
export type Shape = (typeof SHAPES)[number];

const BEHIND = ['earner', 'badge', 'collection', 'verification', 'worker'] as const;
export type Role = 'gateway' | (typeof BEHIND)[number];
type Part = Role | 'hub';

export interface HubOptions {
  readonly mongodbUri: string;
  readonly mails: MailSink;
  /** For HUB_PRIVATE_ORIGINS. */
  readonly issuer: string;
  /** Given where the hub will be. */
  readonly settings?: ((hub: string) => Settings | Promise<Settings>) | undefined;
}

/** A hub of built processes. In the shape of one process, every role is that process. */
export interface TestHub {
  readonly url: string;
  readonly secret: string;
  graph(query: string, variables?: Variables, token?: string): Promise<GraphAnswer>;
  /** The data of an operation that has to succeed. */
  data<T>(query: string, variables?: Variables, token?: string): Promise<T>;
  subscribe(query: string, variables?: Variables, token?: string): TestStream;
  /** Signs somebody in by the mailed link; her access token. */
  signIn(email: string): Promise<string>;
  urlOf(role: Role): string;
  /** SIGKILL; the gateway when no role is named. */
  kill(role?: Role): Promise<void>;
  /** SIGTERM, by which the process ends in order; its exit code. */
  terminate(role?: Role): Promise<number | null>;
  /** Starts again what was ended, at the same address; resolves once it is ready. */
  restart(role?: Role): Promise<void>;
  /** Ends every process by SIGTERM. */
  stop(): Promise<void>;
  /** What all processes wrote so far. */
  logs(): string;
}

/** One client does in a few seconds what limits spread over minutes. */
const ROOMY: Settings = {
  HUB_LIMIT_PUSHES_PER_MINUTE: '10000',
  HUB_LIMIT_REQUESTS_PER_MINUTE: '10000',
  HUB_LIMIT_REQUESTS_PER_MINUTE_TOKEN: '10000',
  HUB_LIMIT_SIGN_INS_PER_HOUR_CLIENT: '1000',
};

export async function startHub(shape: Shape, options: HubOptions): Promise<TestHub> {
  const front: Part = shape === 'one process' ? 'hub' : 'gateway';
  const parts: readonly Part[] = front === 'hub' ? ['hub'] : ['gateway', ...BEHIND];
  const ports = await freePorts(parts.length);
  const partOf = (role: Part): Part => (front === 'hub' ? 'hub' : role);
  const portOf = (role: Part): string => String(ports[parts.indexOf(partOf(role))]);
  const addressOf = (role: Part): string => `http://127.0.0.1:${portOf(role)}`;
  const url = addressOf(front);
  const secret = randomBytes(32).toString('hex');
  const common: Settings = {
    ...ROOMY,
    HUB_MONGODB_URI: options.mongodbUri,
    HUB_SMTP_URL: options.mails.url,
    HUB_PRIVATE_ORIGINS: options.issuer,
    HUB_PUBLIC_URL: url,
    HUB_SECRET: secret,
    ...(front === 'gateway' && {
      HUB_EARNER_URL: addressOf('earner'),
      HUB_BADGE_URL: addressOf('badge'),
      HUB_COLLECTION_URL: addressOf('collection'),
      HUB_VERIFICATION_URL: addressOf('verification'),
    }),
    ...(await options.settings?.(url)),
  };
  const processes = new Map<Part, HubProcess>();
  const ended: string[] = [];

  const start = async (part: Part): Promise<void> => {
    const words = part === 'hub' ? ['start'] : ['serve', part];
    processes.set(part, await startProcess(words, { ...common, HUB_PORT: portOf(part) }));
  };
  const end = async (role: Role, signal: NodeJS.Signals): Promise<number | null> => {
    const process = processes.get(partOf(role));
    if (process === undefined) throw new Error(`${role} does not run`);
    const exitCode = await process.end(signal);
    processes.delete(partOf(role));
    ended.push(process.output());
    return exitCode;
  };

  await Promise.all(parts.map(start));

  const hub: TestHub = {
    url,
    secret,
    graph: (query, variables, token) =>
      askGraph(url, { query, variables }, token === undefined ? {} : bearer(token)),
    async data<T>(query: string, variables?: Variables, token?: string) {
      const { data, errors } = await hub.graph(query, variables, token);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      return data as T;
    },
    subscribe: (query, variables, token) => subscribeGraph(url, { query, variables }, token),
    async signIn(email) {
      await hub.data(REQUEST_SIGN_IN, { email });
      const { signIn } = await hub.data<{ signIn: { accessToken: string } }>(
        SIGN_IN,
        await options.mails.nextLink(email),
      );
      return signIn.accessToken;
    },
    urlOf: addressOf,
    async kill(role = 'gateway') {
      await end(role, 'SIGKILL');
    },
    terminate: (role = 'gateway') => end(role, 'SIGTERM'),
    restart: (role = 'gateway') => start(partOf(role)),
    async stop() {
      const all = [...processes.values()];
      processes.clear();
      await Promise.all(all.map((process) => process.end('SIGTERM')));
      ended.push(...all.map((process) => process.output()));
    },
    logs: () => [...ended, ...[...processes.values()].map((each) => each.output())].join(''),
  };
  return hub;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const REQUEST_SIGN_IN =
  'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }';
const SIGN_IN =
  'mutation ($token: String!, $code: String) { signIn(token: $token, code: $code) { accessToken } }';
