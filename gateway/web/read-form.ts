import { Refusal } from '../../src/errors.js';
import type { Exchange } from '../http/http-types.js';

const LIMIT_BYTES = 8192;

/**
 * Reads the fields of an HTML form.
 *
 * @throws Refusal BAD_INPUT, TOO_LARGE
 */
export async function readForm(exchange: Exchange): Promise<URLSearchParams> {
  const [type] = (exchange.req.headers['content-type'] ?? '').split(';');
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new Refusal('BAD_INPUT', 'Send the fields as application/x-www-form-urlencoded.');
  }
  return new URLSearchParams((await exchange.body(LIMIT_BYTES)).toString('utf8'));
}
