import { afterAll } from '@jest/globals';
import { createServer, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import type { Exchange, Route } from '../../gateway/http/http-types.js';
import { matchPath } from '../../gateway/http/match-path.js';
import { REFUSALS, Refusal } from '../../src/errors.js';

const servers = new Set<Server>();

afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

/** Serves routes on a free loopback port until the last test of the file is over. */
export async function routeServer(routes: readonly Route[]): Promise<{ readonly url: string }> {
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', `http://${req.headers.host ?? 'localhost'}`);
    const handle = async (): Promise<void> => {
      const route = routes.find(({ path }) => matchPath(path, url.pathname) !== undefined);
      if (route?.methods.includes(req.method ?? '') !== true) throw new Refusal('NOT_FOUND');
      const params = matchPath(route.path, url.pathname) ?? {};
      await route.handle({ ...exchangeOf(req, res, url), params });
    };
    handle().catch((error: unknown) => {
      const code = error instanceof Refusal ? error.code : 'INTERNAL';
      res.writeHead(REFUSALS[code].http, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ code }));
    });
  });
  servers.add(server);
  // Where all tests of a file are left out, Jest runs no `afterAll` either.
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

const exchangeOf = (req: IncomingMessage, res: Exchange['res'], url: URL): Exchange => ({
  req,
  res,
  url,
  params: {},
  client: req.socket.remoteAddress ?? '',
  forwarded: false,
  requestId: 'req_test',
  body: () => buffer(req),
});

export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export type Form = Readonly<Record<string, string>> | URLSearchParams;

/** One request with exactly these headers, `Host` included; follows nothing. */
export function send(
  url: string,
  options: { method?: string; headers?: OutgoingHttpHeaders; form?: Form } = {},
): Promise<Sent> {
  const form = options.form && new URLSearchParams(options.form).toString();
  const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const method = options.method ?? (form === undefined ? 'GET' : 'POST');
    request(url, { method, headers: { ...type, ...options.headers } }, (answer) => {
      text(answer).then(
        (body) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: body }),
        reject,
      );
    })
      .on('error', reject)
      .end(form);
  });
}
