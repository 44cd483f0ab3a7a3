import { createTransport } from 'nodemailer';
import type { Clock } from './clock.js';
import type { Log } from './log.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Takes mail away; throws when the mail server did not take it. */
export type MailTransport = (mail: Mail) => Promise<void>;

export interface Mailer {
  /** Hands a mail over and returns at once; delivery is tried a few times, and logged if it fails. */
  send(mail: Mail): void;
  /** Resolves once nothing is on its way any more. */
  drain(): Promise<void>;
}

const WAITS_MS = [1_000, 5_000, 30_000];

export function createMailer(deps: {
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly log: Log;
}): Mailer {
  const onTheirWay = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function deliver(mail: Mail): Promise<void> {
    for (const waitMs of [...WAITS_MS, undefined]) {
      try {
        await deps.transport(mail);
        return;
      } catch (error) {
        if (waitMs === undefined || stopping.signal.aborted) {
          deps.log.error({ err: error }, 'a mail could not be delivered');
          return;
        }
        await deps.clock.sleep(waitMs, stopping.signal).catch(() => undefined);
      }
    }
  }

  return {
    send(mail) {
      const delivery = deliver(mail).finally(() => onTheirWay.delete(delivery));
      onTheirWay.add(delivery);
    },
    async drain() {
      stopping.abort();
      await Promise.all(onTheirWay);
    },
  };
}

/** Mail through an SMTP server (`smtp://user:password@host:port` or `smtps://…`). */
export function smtpTransport(url: string, from: string): MailTransport {
  const smtp = createTransport(url);
  return async (mail) => {
    // As an object: never read as a list of several.
    await smtp.sendMail({ from, ...mail, to: { name: '', address: mail.to } });
  };
}
