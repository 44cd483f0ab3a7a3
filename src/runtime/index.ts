export { systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { ConfigError, describeConfig, readConfig, showConfig } from './config.js';
export type { Config } from './config.js';
export { createDevMailbox } from './dev-mailbox.js';
export type { DevMailbox, ReceivedMail } from './dev-mailbox.js';
export { createGuardedFetch, webFetchOf } from './guarded-fetch/index.js';
export type { AskGuarded, GuardedFetch, WebFetch } from './guarded-fetch/index.js';
export { randomDigits, randomIds, randomToken, sha256Hex } from './ids.js';
export type { Ids } from './ids.js';
export { deriveKey, keyedHex } from './keys.js';
export { createKeyRing } from './key-ring.js';
export type { KeyRing, PublishedKey } from './key-ring.js';
export { createLog } from './log.js';
export type { Log } from './log.js';
export { createMailer, smtpTransport } from './mailer.js';
export type { Mail, MailTransport, Mailer } from './mailer.js';
export {
  ANONYMOUS,
  PRINCIPAL_HEADER,
  createPrincipalReader,
  createPrincipalSigner,
} from './principal.js';
export type { Principal, PrincipalReader, PrincipalSigner, Visitor } from './principal.js';
export type { OpenIdProvider } from './openid-providers.js';
export { runApart } from './run-apart.js';
export { createSealer } from './sealer.js';
export type { Sealer } from './sealer.js';
export { createShutdown } from './shutdown.js';
export type { Shutdown } from './shutdown.js';
