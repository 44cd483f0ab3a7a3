import ipaddr from 'ipaddr.js';

/** All of global unicast IPv6. Outside it ipaddr.js still calls `::127.0.0.1` (RFC 4291, 2.5.5.1) unicast. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address belongs to the public Internet. An IPv4 address inside an IPv6 one counts as itself
 * (`::ffff:…`); translations and tunnels (NAT64, 6to4, Teredo) never do, as they can end anywhere.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
};
