import ipaddr from 'ipaddr.js';
import type { IncomingMessage } from 'node:http';

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

export interface ClientAddress {
  readonly client: string;
  /** Came with forwarding headers, whether they are believed or not. */
  readonly forwarded: boolean;
}

/**
 * Finds the network address of the caller. `X-Forwarded-For` is read from its end, as long as the hop
 * that wrote it is one of the trusted proxies; what a caller wrote there itself is never believed.
 */
export function clientAddressReader(
  trustedProxies: readonly string[],
): (req: IncomingMessage) => ClientAddress {
  const trusted = trustedProxies.map(toRange);
  const isTrusted = (address: string): boolean => {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return trusted.some((range) => parsed.kind() === range[0].kind() && parsed.match([...range]));
  };
  return (req) => {
    const peer = req.socket.remoteAddress ?? '';
    const header = req.headers['x-forwarded-for'];
    const forwarded =
      header !== undefined ||
      req.headers['forwarded'] !== undefined ||
      req.headers['x-forwarded-host'] !== undefined ||
      req.headers['x-real-ip'] !== undefined;
    if (header === undefined || trusted.length === 0) return { client: peer, forwarded };
    const hops = String(header).split(',');
    let client = peer;
    while (isTrusted(client)) {
      const hop = hops.pop()?.trim();
      if (hop === undefined || !ipaddr.isValid(hop)) break;
      client = hop;
    }
    return { client, forwarded };
  };
}

/** What limits count by: an IPv4 address, or the /64 that one household usually has in IPv6. */
export function addressKey(address: string): string {
  if (!address.includes(':') || !ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

function toRange(entry: string): Range {
  if (entry.includes('/')) return ipaddr.parseCIDR(entry);
  const address = ipaddr.process(entry);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}
