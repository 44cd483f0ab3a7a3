import { readFile } from 'node:fs/promises';
import {
  createDevMailbox,
  createGuardedFetch,
  createLog,
  createMailer,
  randomIds,
  smtpTransport,
  systemClock,
} from '../runtime/index.js';
import type { Config, DevMailbox, Log, Shutdown } from '../runtime/index.js';
import {
  auditModel,
  connectDatabase,
  deliveryModel,
  ensureIndexes,
  fedEventModel,
  keyModel,
  limitModel,
  limitSettingModel,
  oauthClientModel,
  oauthRecordModel,
  peerModel,
} from '../store/index.js';
import type { ModelDefinition } from '../store/index.js';
import { BADGE_MODELS } from '../../subgraphs/badge/index.js';
import { COLLECTION_MODELS } from '../../subgraphs/collection/index.js';
import { EARNER_MODELS } from '../../subgraphs/earner/index.js';
import { VERIFICATION_MODELS } from '../../subgraphs/verification/index.js';
import type { HubParts } from './wire.js';

/** Where the hub's data and its secret come from. */
export interface Storage {
  readonly mongodbUri: string;
  readonly secret: string;
}

export const MODELS: readonly ModelDefinition<never>[] = [
  ...EARNER_MODELS,
  ...BADGE_MODELS,
  ...COLLECTION_MODELS,
  ...VERIFICATION_MODELS,
  limitModel,
  limitSettingModel,
  auditModel,
  keyModel,
  oauthClientModel,
  oauthRecordModel,
  peerModel,
  fedEventModel,
  deliveryModel,
] as never;

/**
 * Makes the parts every role shares, in an order in which each may count on the one before; `shutdown`
 * takes them apart again.
 * @throws DatabaseUnusable, IndexMissing
 */
export async function assembleParts(
  config: Config,
  { mongodbUri, secret }: Storage,
  options: {
    readonly publicUrl: () => string;
    readonly mailbox?: DevMailbox | undefined;
    readonly log: Log;
    readonly shutdown: Shutdown;
  },
): Promise<HubParts> {
  const { log, shutdown, mailbox } = options;
  const clock = systemClock;
  const database = await connectDatabase(mongodbUri);
  shutdown.onStop('database', () => database.close());
  await ensureIndexes(database, MODELS);

  const fetch = createGuardedFetch({
    privateOrigins: config.privateOrigins,
    userAgent: 'BackpackHub/0.1',
    deadlineMs: config.fetchDeadlineMs,
    maxInFlight: config.limits.fetchesInFlight,
    log,
    ...(config.caFile !== undefined && { ca: await readFile(config.caFile, 'utf8') }),
  });
  shutdown.onStop('fetcher', () => fetch.close());

  const { smtpUrl } = config.secrets;
  const transport =
    mailbox?.transport ??
    (smtpUrl === undefined ? refuseMail : smtpTransport(smtpUrl, config.mailFrom));
  const mailer = createMailer({ transport, clock, log });
  shutdown.onStop('mailer', () => mailer.drain());

  return {
    config,
    secret,
    database,
    clock,
    ids: randomIds,
    log,
    fetch,
    mailer,
    ...(mailbox && { mailbox }),
    publicUrl: options.publicUrl,
  };
}

/** Roles that never mail anybody need no mail server. */
const refuseMail = (): Promise<void> =>
  Promise.reject(new Error('this role has no mail server: set HUB_SMTP_URL'));

/** What one part may take to stop: the gateway drains, and then says farewell to its sockets. */
export function stopWithinMs({ drainSeconds }: Config): number {
  return (drainSeconds + 5) * 1000;
}

export function logOf(config: Config): Log {
  return createLog({ level: config.logLevel });
}

export function developmentMailbox(print: (line: string) => void): DevMailbox {
  return createDevMailbox(systemClock, print);
}
