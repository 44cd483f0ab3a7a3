import type { Exchange, Route } from '../http/http-types.js';
import { requireLocalPeer, requireOwnHost } from './local-peer.js';
import { mailboxPage } from './mailbox-page.js';
import type { MailboxEntry } from './mailbox-page.js';
import { PRIVATE_HEADERS, sendPage } from './page.js';

export interface MailboxOptions {
  /** Newest first. */
  readonly mailbox: { list(): readonly MailboxEntry[] };
  readonly publicUrl?: string | undefined;
}

/**
 * `/mailbox` and `/mailbox.json`: the mails of a hub in development, sign-in links included. Only for
 * a browser or a program on this machine; everybody else finds nothing here.
 */
export const mailboxRoutes = ({ mailbox, publicUrl }: MailboxOptions): readonly Route[] => {
  const guarded = (path: string, answer: (exchange: Exchange) => void): Route => ({
    path,
    methods: ['GET', 'HEAD'],
    handle(exchange) {
      requireLocalPeer(exchange);
      requireOwnHost(exchange, publicUrl);
      answer(exchange);
    },
  });
  return [
    guarded('/mailbox', (exchange) => {
      const body = mailboxPage(mailbox.list());
      sendPage(exchange, { title: 'Development mailbox', body, foreignStyles: true });
    }),
    guarded('/mailbox.json', ({ res }) => {
      res.writeHead(200, { ...PRIVATE_HEADERS, 'content-type': 'application/json; charset=utf-8' });
      res.end(JSON.stringify(mailbox.list().map(toJson)));
    }),
  ];
};

const toJson = ({ to, subject, text, html, at }: MailboxEntry) => ({ to, subject, text, html, at });
