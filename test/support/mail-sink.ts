import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface SinkMail {
  readonly to: string;
  /** Head and body as they came, with the line breaks of quoted-printable undone. */
  readonly text: string;
}

/** A mail server on loopback that takes everything. */
export interface MailSink {
  /** For HUB_SMTP_URL. */
  readonly url: string;
  readonly mails: readonly SinkMail[];
  /** What the next mail with a link to this address holds; each mail is given out once. */
  nextLink(address: string): Promise<LinkInMail>;
  close(): Promise<void>;
}

export async function startMailSink(): Promise<MailSink> {
  const mails: SinkMail[] = [];
  const unread: SinkMail[] = [];
  const waiting: { readonly address: string; take(mail: SinkMail): void }[] = [];

  const deliver = (mail: SinkMail): void => {
    mails.push(mail);
    const index = waiting.findIndex(({ address }) => address === mail.to);
    const [reader] = index === -1 ? [] : waiting.splice(index, 1);
    if (reader === undefined) unread.push(mail);
    else reader.take(mail);
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData(stream, { envelope }, done) {
      void text(stream).then((raw) => {
        for (const { address } of envelope.rcptTo) deliver({ to: address, text: unfold(raw) });
        done();
      });
    },
  });
  // A hub that is killed cuts its connection.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;

  const next = (address: string): Promise<SinkMail> => {
    const index = unread.findIndex(({ to }) => to === address);
    const [mail] = index === -1 ? [] : unread.splice(index, 1);
    if (mail !== undefined) return Promise.resolve(mail);
    return new Promise((take) => waiting.push({ address, take }));
  };
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    mails,
    nextLink: async (address) => linkIn((await next(address)).text),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The secrets of a mail; a type, so that it can be the variables of an operation. */
export type LinkInMail = {
  readonly token: string;
  /** Six digits on a line of their own; empty where a mail has none. */
  readonly code: string;
};

export function linkIn(mail: string | undefined): LinkInMail {
  const token = /token=([\w-]+)/.exec(mail ?? '')?.[1];
  if (token === undefined) throw new Error('the mail holds no link with a token');
  return { token, code: /^(\d{6})\r?$/m.exec(mail ?? '')?.[1] ?? '' };
}

/** Quoted-printable (RFC 2045, 6.7), as far as the hub's mails use it. */
const unfold = (raw: string): string => raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
