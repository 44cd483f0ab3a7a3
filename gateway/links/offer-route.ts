import { HUB_PATHS } from '../../src/federation/index.js';
import { Refusal } from '../../src/errors.js';
import { addressKey } from '../http/client-address.js';
import type { Route } from '../http/http-types.js';
import type { LinkPorts } from './link-ports.js';

/**
 * `/federation/v1/offers/:id/credential`: the bytes of a badge that was offered to another hub, for that
 * hub and its request token only (federation.md 2.4, 2.7). Whoever else asks learns nothing.
 */
export const offerRoute = ({
  ports,
  requests,
  origin,
}: {
  readonly ports: Pick<LinkPorts, 'offeredTo'>;
  readonly requests: { take(key: string): Promise<void> };
  readonly origin: () => string;
}): Route => ({
  path: `${HUB_PATHS.offers}/:id/credential`,
  methods: ['GET'],
  async handle({ req, res, url, params, client }) {
    await requests.take(addressKey(client));
    const token = /^Bearer ([\w.-]+)$/.exec(req.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Refusal('UNAUTHENTICATED');
    // As the hub is configured, whatever `Host` says.
    const asked = new URL(origin()).origin + url.pathname;
    const bytes = await ports.offeredTo({ token, url: asked, offer: params['id'] ?? '' });
    if (bytes === null) throw new Refusal('NOT_FOUND');
    res.setHeader('content-type', 'application/octet-stream');
    res.setHeader('cache-control', 'no-store');
    res.setHeader('content-length', bytes.byteLength);
    res.end(bytes);
  },
});
