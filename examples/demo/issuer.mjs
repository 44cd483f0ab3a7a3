import { once } from 'node:events';
import { createServer } from 'node:http';
import { PNG } from 'pngjs';

const CONTEXT = 'https://w3id.org/openbadges/v2';
const SIDE_PX = 64;

/** @typedef {{ status: number, type: string, body: string | Buffer }} ServedFile */

/**
 * An issuer's web server on a free port: a hosted Open Badges 2.0 badge, its class, its picture and the
 * issuer's profile.
 * @param {{ recipient: string }} earned
 */
export async function startIssuer({ recipient }) {
  const server = createServer((request, response) => {
    const found = files.get(request.url ?? '');
    const { status, type, body } = found ?? { status: 404, type: 'text/plain', body: 'Not here.' };
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the issuer has no port');
  const origin = `http://127.0.0.1:${address.port}`;

  /** @param {object} document */
  const json = (document) => ({
    status: 200,
    type: 'application/ld+json',
    body: JSON.stringify({ '@context': CONTEXT, ...document }),
  });
  const urls = {
    assertion: `${origin}/assertions/1`,
    badgeClass: `${origin}/classes/welding`,
    issuer: `${origin}/issuer`,
    picture: `${origin}/welding.png`,
  };
  /** @type {(readonly [string, ServedFile])[]} */
  const served = [
    [
      '/assertions/1',
      json({
        type: 'Assertion',
        id: urls.assertion,
        recipient: { type: 'email', identity: recipient, hashed: false },
        badge: urls.badgeClass,
        issuedOn: '2024-03-01T12:00:00Z',
        verification: { type: 'HostedBadge' },
      }),
    ],
    [
      '/classes/welding',
      json({
        type: 'BadgeClass',
        id: urls.badgeClass,
        name: 'Welding, level 1',
        description: 'Joins two plates so that they hold.',
        image: urls.picture,
        criteria: { narrative: 'Weld two plates; the test bench must not part them.' },
        issuer: urls.issuer,
      }),
    ],
    [
      '/issuer',
      json({
        type: 'Issuer',
        id: urls.issuer,
        name: 'Example Workshop',
        url: `${origin}/`,
        email: 'badges@issuer.example',
      }),
    ],
    ['/welding.png', { status: 200, type: 'image/png', body: picture() }],
  ];
  const files = new Map(served);

  return {
    origin,
    urls,
    /** Takes the badge back, as hosted badges are revoked: the assertion is gone for good. */
    revoke() {
      files.set('/assertions/1', {
        status: 410,
        type: 'application/ld+json',
        body: JSON.stringify({ '@context': CONTEXT, id: urls.assertion, revoked: true }),
      });
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** A plain picture, but one that really decodes. */
function picture() {
  const png = new PNG({ width: SIDE_PX, height: SIDE_PX });
  png.data.fill(Buffer.from('2266ccff', 'hex'));
  return PNG.sync.write(png);
}
