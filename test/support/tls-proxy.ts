import { Agent, fetch as undiciFetch } from 'undici';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificates } from './certificates.js';

/** A TLS proxy before a hub, with a name of its own, and a `fetch` that knows its authority. */
export interface TlsProxy {
  readonly url: string;
  readonly fetch: typeof fetch;
  /** The authority to trust, in PEM. */
  readonly ca: string;
  close(): Promise<void>;
}

/** `target` may be known only later: hubs that name each other need their proxies first. */
export async function startTlsProxy(
  name: string,
  target: string | (() => string),
): Promise<TlsProxy> {
  const targetUrl = typeof target === 'string' ? () => target : target;
  const { ca, cert, key } = makeCertificates([name]);
  const server = createServer({ cert, key }, (req, res) => {
    // As such proxies do: its own name for the hub, and what it saw in headers of its own.
    const headers = { ...req.headers, host: 'inside.invalid', 'x-forwarded-proto': 'https' };
    const { method, url } = req;
    const onward = request(new URL(url ?? '/', targetUrl()), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({
    connect: {
      ca,
      lookup: (_host, _options, done) => {
        done(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    },
  });
  const through = (url: string | URL, init?: object) =>
    undiciFetch(url, { ...init, dispatcher: agent });
  return {
    url: `https://${name}:${String(port)}`,
    fetch: through as unknown as typeof fetch,
    ca,
    async close() {
      await agent.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
