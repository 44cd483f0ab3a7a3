import { Refusal } from '../../src/errors.js';
import type { Route } from '../http/http-types.js';
import type { Pictures } from '../ports.js';
import { allowEverySite, sendPicture } from './send-picture.js';

/** One year. What an address stands for never changes: the id is made of the picture. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** `/images/<id>/<size>`: pictures of badges and issuers, whoever asks. */
export const imageRoute = ({ image }: Pick<Pictures, 'image'>): Route => ({
  path: '/images/:id/:size',
  methods: ['GET', 'HEAD'],
  async handle(exchange) {
    allowEverySite(exchange);
    const { id = '', size = '' } = exchange.params;
    const picture = await image(id, size);
    if (picture === null) throw new Refusal('NOT_FOUND');
    exchange.res.setHeader('Cache-Control', FOR_EVER);
    sendPicture(exchange, picture);
  },
});
