import type { Clock } from './clock.js';
import type { Mail, MailTransport } from './mailer.js';

export interface ReceivedMail extends Mail {
  readonly at: Date;
}

/** Where mail ends on a developer's machine: a list in memory, and a line on the console. */
export interface DevMailbox {
  readonly transport: MailTransport;
  /** Newest first. */
  list(): readonly ReceivedMail[];
}

const KEPT = 200;

export function createDevMailbox(clock: Clock, print: (line: string) => void): DevMailbox {
  const mails: ReceivedMail[] = [];
  return {
    transport: (mail) => {
      mails.unshift({ ...mail, at: clock.now() });
      mails.length = Math.min(mails.length, KEPT);
      const link = /https?:\S+/.exec(mail.text)?.[0];
      print(`Mail to ${mail.to}: ${mail.subject}${link === undefined ? '' : `\n  ${link}`}`);
      return Promise.resolve();
    },
    list: () => mails,
  };
}
