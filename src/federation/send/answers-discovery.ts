import type { FetchAnswer } from '../../openbadges/index.js';
import { readDiscovery } from '../message/discovery.js';
import { MAX_DESCRIPTION_BYTES, parseStrictJson } from '../message/strict-json.js';
import type { SendDeps } from './ports.js';

type Get = (
  url: string,
  want: { readonly accept: string; readonly maxBytes: number; readonly maxRedirects: number },
) => Promise<FetchAnswer>;

/** Does a hub that slept answer again, as the hub it is? */
export function answersDiscovery(get: Get): SendDeps['rediscover'] {
  return async (origin) => {
    const answer = await get(`${origin}/.well-known/badge-federation`, {
      accept: 'application/json',
      maxBytes: MAX_DESCRIPTION_BYTES,
      maxRedirects: 0,
    });
    if (answer.kind === 'unreachable' || answer.status !== 200) return false;
    try {
      const limits = { maxBytes: MAX_DESCRIPTION_BYTES };
      return readDiscovery(parseStrictJson(answer.body, limits), origin).document.issuer === origin;
    } catch {
      return false;
    }
  };
}
