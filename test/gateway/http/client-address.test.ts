import { expect, test } from '@jest/globals';
import { addressKey, clientAddressReader } from '../../../gateway/http/client-address.js';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as never;

test.each<[string, readonly string[], string, string | undefined, string]>([
  ['nobody is trusted', [], '198.51.100.1', '192.0.2.9', '198.51.100.1'],
  ['the peer is no proxy', ['10.0.0.0/8'], '198.51.100.1', '192.0.2.9', '198.51.100.1'],
  ['one proxy', ['10.0.0.0/8'], '10.0.0.1', '192.0.2.9', '192.0.2.9'],
  ['a caller who lies', ['10.0.0.0/8'], '10.0.0.1', '203.0.113.7, 192.0.2.9', '192.0.2.9'],
  ['two proxies', ['10.0.0.1', '10.0.0.2'], '10.0.0.1', '192.0.2.9, 10.0.0.2', '192.0.2.9'],
  ['only proxies', ['10.0.0.0/8'], '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['IPv4 in IPv6', ['10.0.0.0/8'], '::ffff:10.0.0.1', '192.0.2.9', '192.0.2.9'],
  ['nonsense', ['10.0.0.0/8'], '10.0.0.1', 'unknown', '10.0.0.1'],
  ['nothing forwarded', ['10.0.0.0/8'], '10.0.0.1', undefined, '10.0.0.1'],
])('finds the caller: %s', (_, trusted, peer, forwardedFor, client) => {
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
  expect(clientAddressReader(trusted)(request(peer, headers))).toEqual({
    client,
    forwarded: forwardedFor !== undefined,
  });
});

test.each(['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip'])(
  '%s tells that somebody stands between',
  (name) => {
    expect(clientAddressReader([])(request('127.0.0.1', { [name]: 'x' })).forwarded).toBe(true);
  },
);

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['', ''],
])('limits count %s as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});
