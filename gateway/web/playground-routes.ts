import type { Exchange, Route } from '../http/http-types.js';
import { html, markupOf } from './html.js';
import { ICON } from './logo.js';
import { PATHS, loadAssets } from './playground-assets.js';
import type { Asset } from './playground-assets.js';

/**
 * `/playground` and its assets: GraphiQL, served by the hub alone. Only for development: it is 9 MB of
 * script, read when somebody opens it.
 */
export const playgroundRoutes = (): readonly Route[] => {
  let loading: Promise<ReadonlyMap<string, Asset>> | undefined;
  return [
    { path: '/playground', methods: ['GET', 'HEAD'], handle: sendPlayground },
    ...Object.values(PATHS).map((path) => ({
      path,
      methods: ['GET', 'HEAD'],
      async handle(exchange: Exchange) {
        const asset = (await (loading ??= loadAssets())).get(path);
        if (asset !== undefined) sendAsset(exchange, asset);
      },
    })),
  ];
};

const PAGE = markupOf(
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Playground – Backpack Hub</title>
        <link rel="icon" href="${ICON}" />
        <link rel="stylesheet" href="${PATHS.style}" />
        <script defer src="${PATHS.script}"></script>
        <script defer src="${PATHS.start}"></script>
      </head>
      <body class="no-focus-outline">
        <noscript>The playground needs JavaScript.</noscript>
        <div id="root"></div>
      </body>
    </html>`,
);

/** Nothing from elsewhere; the editor writes styles into the page and keeps fonts in its stylesheet. */
const POLICY =
  `default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; ` +
  `style-src 'self' 'unsafe-inline'; font-src data:; img-src data:; ` +
  `form-action 'none'; frame-ancestors 'none'; base-uri 'none'`;

function sendPlayground({ res }: Exchange): void {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  res.end(PAGE);
}

function sendAsset({ req, res }: Exchange, { type, content, etag }: Asset): void {
  const headers = { etag, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  if (req.headers['if-none-match'] === etag) {
    res.writeHead(304, headers).end();
    return;
  }
  res.writeHead(200, { ...headers, 'content-type': type, 'content-length': content.length });
  res.end(content);
}
