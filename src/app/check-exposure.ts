import { ConfigError } from '../runtime/index.js';
import type { Config } from '../runtime/index.js';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/**
 * Sign-in links are secrets: the development mailbox shows them to whoever can open a page of this
 * machine. So it exists only for a developer alone with her own embedded database.
 * @throws ConfigError when mail would be needed and there is no mail server
 */
export function mayUseMailbox(config: Config): boolean {
  if (config.secrets.smtpUrl !== undefined) return false;
  const reasons = [
    ...(config.production ? ['in production (NODE_ENV)'] : []),
    ...(config.secrets.mongodbUri === undefined ? [] : ['with an external database']),
    ...(LOOPBACK.includes(config.host) ? [] : [`listening on ${config.host}`]),
    ...(config.publicUrl === undefined ? [] : ['behind a public URL']),
    ...(config.trustedProxies.length === 0 ? [] : ['behind a trusted proxy']),
  ];
  if (reasons.length === 0) return true;
  throw new ConfigError([
    `HUB_SMTP_URL is not set; it must be given for a hub ${reasons.join(', ')}, since people sign in by mail.`,
  ]);
}

/** @throws ConfigError when processes that work together would not share their keys */
export function requiredSecret(config: Config, why: string): string {
  const { secret } = config.secrets;
  if (secret !== undefined) return secret;
  throw new ConfigError([
    `HUB_SECRET is not set; it must be given ${why}: at least 32 random characters, the same for all processes.`,
  ]);
}
