import { createHash } from 'node:crypto';
import { answer } from '../http/answer.js';
import { addressKey } from '../http/client-address.js';
import type { Exchange, Route } from '../http/http-types.js';
import type { BakedHosted, Limit, Pictures, SentPicture } from '../ports.js';
import { sendBakerPage } from './baker-page.js';
import { allowEverySite, sendPicture } from './send-picture.js';

export interface BakerOptions {
  readonly pictures: Pick<Pictures, 'bakeHosted'>;
  readonly verifications: Limit;
}

/**
 * `/baker?assertion=<URL>`: Mozilla's Baking API (open-badges.md 2.3), with its answers. Without the
 * parameter a page for people.
 */
export const bakerRoute = ({ pictures, verifications }: BakerOptions): Route => ({
  path: '/baker',
  methods: ['GET'],
  async handle(exchange) {
    const assertion = exchange.url.searchParams.get('assertion') ?? '';
    if (assertion === '') {
      sendBakerPage(exchange);
      return;
    }
    allowEverySite(exchange);
    exchange.res.setHeader('Cache-Control', 'no-store');
    await verifications.take(addressKey(exchange.client));
    const result = await pictures.bakeHosted(assertion);
    if (result.kind === 'baked') sendFile(exchange, result);
    else sendRefused(exchange, result);
  },
});

function sendFile(exchange: Exchange, picture: SentPicture): void {
  const name = createHash('md5').update(picture.bytes).digest('hex');
  exchange.res.setHeader('Content-Disposition', `attachment; filename="${name}.${picture.format}"`);
  sendPicture(exchange, picture);
}

function sendRefused(
  { res }: Exchange,
  { message, code, extra }: Extract<BakedHosted, { kind: 'refused' }>,
): void {
  answer(res, 400, 'application/json', JSON.stringify({ message, code, extra }));
}
