import type { RequestListener } from 'node:http';
import { hostedBadge, samplePng } from './badges.js';
import type { BadgeOptions, HostedBadge } from './badges.js';
import { startWebServer } from './local-server.js';

/** An issuer's web server on loopback. */
export interface IssuerServer {
  /** For HUB_PRIVATE_ORIGINS. */
  readonly origin: string;
  /** Connections so far, whatever came over them. */
  connections(): number;
  /** Puts a badge of its own on the server. */
  issue(options?: BadgeOptions): HostedBadge;
  /** From now on this URL is answered in this way. */
  answer(url: string, listener: RequestListener): void;
  /** The assertion is gone: its issuer revoked it (Open Badges 2.0, HTTP 410). */
  revoke(badge: HostedBadge): void;
  close(): Promise<void>;
}

export async function startIssuerServer(): Promise<IssuerServer> {
  const answers = new Map<string, RequestListener>();
  const server = await startWebServer((request, response) => {
    const listener = answers.get(request.url ?? '');
    if (listener === undefined) response.writeHead(404).end();
    else listener(request, response);
  });
  const origin = `http://127.0.0.1:${String(server.port)}`;
  let issued = 0;

  const answer = (url: string, listener: RequestListener): void => {
    const { pathname, search } = new URL(url, origin);
    answers.set(pathname + search, listener);
  };
  return {
    origin,
    connections: () => server.connections(),
    issue(options = {}) {
      issued += 1;
      const badge = hostedBadge({ base: origin, slug: String(issued), ...options });
      for (const [url, document] of badge.documents) answer(url, json(document));
      answer(badge.urls.image, (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png' }).end(samplePng());
      });
      return badge;
    },
    answer,
    revoke({ urls }) {
      answer(urls.assertion, (_, response) => response.writeHead(410).end());
    },
    close: () => server.close(),
  };
}

const json =
  (document: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document));
  };
