import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { LookupFunction } from 'node:net';
import tls from 'node:tls';
import { fetch } from 'undici';
import { onlyLoopback } from './only-loopback.js';
import type { OnlyLoopback } from './only-loopback.js';

// TEST-NET-3 (RFC 5737): nobody answers there, should the hook ever let one through.
const OUTSIDE = '203.0.113.7';
const toOutside: LookupFunction = (_, __, callback) => {
  callback(null, [{ address: OUTSIDE, family: 4 }]);
};

describe('keeping a process on loopback', () => {
  let guard: OnlyLoopback;
  let server: net.Server;
  let port: number;

  beforeEach(async () => {
    server = net.createServer((socket) => socket.on('error', () => undefined).end('hello'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as net.AddressInfo).port;
    guard = onlyLoopback({ reroute: { '198.51.100.4:443': port } });
  });

  afterEach(() => {
    guard.restore();
    server.close();
  });

  test.each<[string, () => EventEmitter]>([
    ['net.connect', () => net.connect(81, OUTSIDE)],
    ['net.connect with options', () => net.connect({ host: OUTSIDE, port: 81 })],
    ['a name', () => net.connect({ host: 'a.example', port: 81, lookup: toOutside })],
    ['new Socket().connect', () => new net.Socket().connect(81, OUTSIDE)],
    ['tls.connect', () => tls.connect(81, OUTSIDE)],
    ['http.get', () => http.get(`http://${OUTSIDE}:81/`)],
    ['https.get', () => https.get(`https://${OUTSIDE}:81/`)],
  ])('a connection planted through %s is refused and noted', async (_, plant) => {
    const [error] = (await once(plant(), 'error')) as [Error];
    expect(error.message).toBe('only loopback may be reached');
    expect(guard.strays).toEqual([`${OUTSIDE}:81`]);
  });

  test('a connection planted through fetch is refused and noted', async () => {
    await expect(fetch(`http://${OUTSIDE}:81/`)).rejects.toThrow('fetch failed');
    expect(guard.strays).toEqual([`${OUTSIDE}:81`]);
  });

  test('loopback is reached as ever', async () => {
    const [data] = (await once(net.connect(port, '127.0.0.1'), 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    expect(guard).toMatchObject({ tried: [`127.0.0.1:${String(port)}`], strays: [] });
  });

  test('a rerouted destination is played by a local server', async () => {
    const [data] = (await once(net.connect(443, '198.51.100.4'), 'data')) as [Buffer];
    expect(data.toString()).toBe('hello');
    expect(guard).toMatchObject({ tried: ['198.51.100.4:443'], strays: [] });
  });
});
