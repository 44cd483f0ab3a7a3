import { Refusal } from '../../src/errors.js';
import type { RequestLimits } from '../graph/request-limits.js';
import { answer } from '../http/answer.js';
import type { Exchange, Route } from '../http/http-types.js';
import type { Pictures } from '../ports.js';
import type { Authenticator, Caller } from '../session/authenticate.js';
import { attachment } from './file-name.js';
import { allowEverySite, sendPicture } from './send-picture.js';

export interface BakedBadgeOptions {
  readonly pictures: Pick<Pictures, 'baked'>;
  readonly authenticator: Authenticator;
  readonly requestLimits: RequestLimits;
}

const DAY_SECONDS = 86_400;

/** `/badges/<id>/baked`: a badge as a file, for whoever may see the badge. */
export const bakedBadgeRoute = (options: BakedBadgeOptions): Route => ({
  path: '/badges/:id/baked',
  methods: ['GET', 'HEAD', 'OPTIONS'],
  async handle(exchange) {
    const { req, res, params } = exchange;
    allowEverySite(exchange);
    if (req.method === 'OPTIONS') {
      answerPreflight(exchange);
      return;
    }
    // The same address holds different files for her and for others.
    res.setHeader('Cache-Control', 'private, no-cache');
    const caller = await callerOf(exchange, options.authenticator);
    await options.requestLimits.request(caller);
    const file = await options.pictures.baked(await caller.principal(), params['id'] ?? '');
    if (file === null) throw new Refusal('NOT_FOUND');
    res.setHeader('Content-Disposition', attachment(file.name, file.format));
    res.setHeader('Access-Control-Expose-Headers', 'Content-Disposition, ETag');
    sendPicture(exchange, file);
  },
});

/** A link on another site sends her cookie along; it then counts as no cookie, and her link still works. */
async function callerOf({ req, client }: Exchange, authenticator: Authenticator): Promise<Caller> {
  try {
    return await authenticator.request(req, client);
  } catch (error) {
    const isForeign = error instanceof Refusal && error.code === 'FORBIDDEN';
    if (isForeign) return authenticator.request({ headers: {} }, client);
    throw error;
  }
}

function answerPreflight({ res }: Exchange): void {
  res.setHeader('Access-Control-Allow-Methods', 'GET');
  res.setHeader('Access-Control-Allow-Headers', 'Authorization, If-None-Match');
  res.setHeader('Access-Control-Max-Age', String(DAY_SECONDS));
  answer(res, 204, undefined, undefined);
}
