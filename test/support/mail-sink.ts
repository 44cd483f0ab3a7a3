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
  /** The token of the next sign-in link to this address; each mail is given out once. */
  nextToken(address: string): Promise<string>;
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
    async nextToken(address) {
      const token = tokenIn((await next(address)).text);
      if (token === undefined) throw new Error('the mail holds no sign-in link');
      return token;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** The token of the sign-in link in a text. */
export const tokenIn = (mail: string): string | undefined => /token=([\w-]+)/.exec(mail)?.[1];

/** Quoted-printable (RFC 2045, 6.7), as far as the hub's mails use it. */
const unfold = (raw: string): string => raw.replace(/=\r?\n/g, '').replace(/=3D/g, '=');
