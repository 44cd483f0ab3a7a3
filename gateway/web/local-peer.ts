import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { Refusal } from '../../src/errors.js';
import type { Exchange } from '../http/http-types.js';

/**
 * Lets only this machine in: a loopback peer that no proxy stands before.
 *
 * @throws Refusal NOT_FOUND to everybody else, as a page that does not exist would
 */
export function requireLocalPeer({ req, forwarded }: Exchange): void {
  if (forwarded || hasForwardingHeader(req) || !isLoopback(req.socket.remoteAddress)) {
    throw new Refusal('NOT_FOUND');
  }
}

/**
 * Lets only requests in that name this hub as their host: a site of somebody else whose name leads to
 * loopback (DNS rebinding) names itself.
 *
 * @throws Refusal NOT_FOUND to everybody else
 */
export function requireOwnHost({ req }: Exchange, publicUrl: string | undefined): void {
  const given = req.headersDistinct['host'] ?? [];
  const [host] = given;
  if (
    given.length !== 1 ||
    host === undefined ||
    !ownHosts(req, publicUrl).has(host.toLowerCase())
  ) {
    throw new Refusal('NOT_FOUND');
  }
}

/** The hosts in the form of a Host header, where port 80 is left out. */
function ownHosts({ socket }: IncomingMessage, publicUrl: string | undefined): ReadonlySet<string> {
  const address = (socket.localAddress ?? '').replace(MAPPED_PREFIX, '');
  const here = address.includes(':') ? `[${address}]` : address;
  const origins = [here, 'localhost'].map((name) => `http://${name}:${String(socket.localPort)}`);
  if (publicUrl !== undefined) origins.push(publicUrl);
  return new Set(origins.map((origin) => new URL(origin).host));
}

/** How a socket that takes both IP versions names an IPv4 address. */
const MAPPED_PREFIX = /^::ffff:/i;

const FORWARDING_HEADERS = new Set(['forwarded', 'via', 'x-real-ip']);

const hasForwardingHeader = (req: IncomingMessage): boolean =>
  Object.keys(req.headers).some(
    (name) => FORWARDING_HEADERS.has(name) || name.startsWith('x-forwarded-'),
  );

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(MAPPED_PREFIX, '');
  return LOOPBACK.check(plain, plain.includes(':') ? 'ipv6' : 'ipv4');
}
