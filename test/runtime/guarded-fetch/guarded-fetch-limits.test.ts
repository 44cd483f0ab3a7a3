import { afterEach, describe, expect, test } from '@jest/globals';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { createGuardedFetch } from '../../../src/runtime/guarded-fetch/index.js';
import type { FetchWant, GuardedFetch } from '../../../src/runtime/guarded-fetch/index.js';
import { startSocketServer, startWebServer } from '../../support/local-server.js';
import type { LocalServer } from '../../support/local-server.js';

const notReached = { kind: 'unreachable', because: 'not-reached' };
const tooLarge = { kind: 'unreachable', because: 'too-large' };

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** Asks a server that the operator listed; its answer is limited like any other. */
const ask = async (server: LocalServer, want: Partial<FetchWant> = {}, deadlineMs = 5000) => {
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const guarded: GuardedFetch = createGuardedFetch({
    privateOrigins: [{ origin }],
    userAgent: 'hub/1.0',
    deadlineMs,
  });
  open.push(guarded, server);
  return guarded(`${origin}/badge`, { accept: '*/*', maxBytes: 1_000_000, ...want });
};

const webServer = (answer: RequestListener) => startWebServer(answer);

describe('answers', () => {
  test('an answer has its status, its type and its bytes', async () => {
    const server = await webServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/ld+json' }).end('{"a":1}');
    });
    expect(await ask(server)).toEqual({
      kind: 'answered',
      url: `http://127.0.0.1:${String(server.port)}/badge`,
      status: 200,
      contentType: 'application/ld+json',
      body: new TextEncoder().encode('{"a":1}'),
    });
  });

  test('the request says who asks, for what, and wants nothing compressed', async () => {
    let headers: Record<string, unknown> = {};
    const server = await webServer((request, response) => {
      headers = request.headers;
      response.end();
    });
    await ask(server, { accept: 'image/png', headers: { 'x-own': 'yes', accept: 'text/html' } });
    expect(headers).toMatchObject({
      accept: 'image/png',
      'accept-encoding': 'identity',
      'user-agent': 'hub/1.0',
      'x-own': 'yes',
    });
  });

  test('a POST carries its body', async () => {
    let received = '';
    const server = await webServer((request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.toString()));
      request.on('end', () => response.writeHead(202).end());
    });
    const answer = await ask(server, { method: 'POST', body: '{"a":1}' });
    expect(answer).toMatchObject({ kind: 'answered', status: 202 });
    expect(received).toBe('{"a":1}');
  });

  test.each([404, 410, 500])('the body of a %d is cut to one kibibyte', async (status) => {
    const server = await webServer((_, response) => {
      response.writeHead(status).end('x'.repeat(3_000_000));
    });
    const answer = await ask(server);
    expect(answer).toMatchObject({ kind: 'answered', status });
    expect(answer).toHaveProperty('body.byteLength', 1024);
  });
});

describe('the limit of bytes', () => {
  const zeros = Buffer.alloc(50_000_000);
  const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } };

  test.each([
    ['as many bytes as wanted', 1000, 'answered'],
    ['one byte more than wanted', 1001, 'unreachable'],
  ])('%s: %d is %s', async (_, sizeBytes, kind) => {
    const server = await webServer((__, response) => {
      response.write('x'.repeat(sizeBytes - 1));
      response.end('x');
    });
    expect(await ask(server, { maxBytes: 1000 })).toMatchObject({ kind });
  });

  test('five megabytes that announce themselves are not read', async () => {
    const server = await webServer((_, response) => {
      response.end(Buffer.alloc(5_000_000));
    });
    expect(await ask(server)).toEqual(tooLarge);
  });

  test('an answer that announces too much is refused before its first byte', async () => {
    const server = await webServer((_, response) => {
      response.writeHead(200, { 'content-length': '3000000000' }).flushHeaders();
    });
    expect(await ask(server)).toEqual(tooLarge);
  });

  test('an endless answer is dropped soon after the limit', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(65_536);
    const dropped = new Promise<void>((resolve, reject) => {
      void webServer((_, response) => {
        const send = (): void => {
          if (response.destroyed) return;
          sentBytes += chunk.byteLength;
          response.write(chunk, send);
        };
        response.on('close', resolve);
        send();
      })
        .then((server) => ask(server))
        .then((answer) => {
          expect(answer).toEqual(tooLarge);
        })
        .catch(reject);
    });
    await dropped;
    // What lies in the buffers of both sockets comes on top of the megabyte.
    expect(sentBytes).toBeLessThan(20_000_000);
  });

  test.each([
    ['gzip', gzipSync(zeros)],
    ['deflate', deflateSync(zeros)],
    ['br', brotliCompressSync(zeros, quick)],
    ['gzip, gzip', gzipSync(gzipSync(zeros))],
  ])('%s is counted as what it unpacks to', async (coding, bomb) => {
    const server = await webServer((_, response) => {
      response.writeHead(200, { 'content-encoding': coding }).end(bomb);
    });
    const beforeBytes = process.memoryUsage().rss;
    expect(bomb.byteLength).toBeLessThan(100_000);
    expect(await ask(server)).toEqual(tooLarge);
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(20_000_000);
  });

  test('a small compressed answer is unpacked all the same', async () => {
    const server = await webServer((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'));
    });
    const body = new TextEncoder().encode('{"a":1}');
    expect(await ask(server)).toMatchObject({ kind: 'answered', body });
  });
});

describe('answers that break the protocol', () => {
  const head = 'HTTP/1.1 200 OK\r\nconnection: close\r\n';

  test.each([
    ['a body with fewer bytes than announced', `${head}content-length: 100\r\n\r\nshort`],
    ['a length that is no number', `${head}content-length: many\r\n\r\nbody`],
    ['two lengths', `${head}content-length: 4\r\ncontent-length: 5\r\n\r\nbody!`],
    ['a broken chunk', `${head}transfer-encoding: chunked\r\n\r\nZZ\r\nbody`],
    ['broken gzip', `${head}content-encoding: gzip\r\ncontent-length: 4\r\n\r\nbody`],
    ['headers without an end', `${head}x: ${'x'.repeat(100_000)}\r\n`],
    ['no HTTP at all', '220 mail.example ESMTP\r\n'],
    ['a connection that just ends', ''],
  ])('nothing is read from %s', async (_, bytes) => {
    const server = await startSocketServer((socket) => {
      socket.once('data', () => socket.end(bytes));
    });
    expect(await ask(server)).toEqual(notReached);
    expect(server.connections()).toBeGreaterThan(0);
  });

  test('more bytes than announced are not read', async () => {
    const server = await startSocketServer((socket) => {
      socket.once('data', () => socket.end(`${head}content-length: 4\r\n\r\nbody and more`));
    });
    const answer = await ask(server);
    const text = answer.kind === 'answered' ? new TextDecoder().decode(answer.body) : 'nothing';
    expect(['body', 'nothing']).toContain(text);
  });
});

describe('requests at the same time', () => {
  test('are as many as the limit and no more', async () => {
    let running = 0;
    let most = 0;
    const server = await webServer((_, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end();
      }, 20);
    });
    const origin = `http://127.0.0.1:${String(server.port)}`;
    const limits = { privateOrigins: [{ origin }], maxInFlight: 2 };
    const guarded = createGuardedFetch({ ...limits, userAgent: 'test' });
    open.push(guarded, server);
    const ask = () => guarded(origin, { accept: '*/*', maxBytes: 1 });
    const answers = await Promise.all(Array.from({ length: 6 }, ask));
    expect(answers.map(({ kind }) => kind)).toEqual(Array(6).fill('answered'));
    expect(most).toBe(2);
  });
});

describe('the deadline', () => {
  const DEADLINE_MS = 300;

  /** How long the answer took, in milliseconds. */
  const timed = async (server: LocalServer) => {
    const started = performance.now();
    const answer = await ask(server, {}, DEADLINE_MS);
    return { answer, tookMs: performance.now() - started };
  };

  /** Sends one byte every 100 ms until the other side is gone. */
  const drip = (
    write: (byte: string) => unknown,
    whenGone: (stop: () => void) => unknown,
  ): void => {
    const timer = setInterval(() => write('x'), 100);
    whenGone(() => {
      clearInterval(timer);
    });
  };

  test.each<[string, () => Promise<LocalServer>]>([
    ['a connection that stays silent', () => startSocketServer(() => undefined)],
    ['headers that never come', () => webServer(() => undefined)],
    [
      'one byte of the headers at a time',
      () =>
        startSocketServer((socket) => {
          socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
          drip(
            (byte) => socket.write(byte),
            (stop) => socket.on('close', stop),
          );
        }),
    ],
    [
      'one byte of the body at a time',
      () =>
        webServer((_, response) => {
          response.writeHead(200).flushHeaders();
          drip(
            (byte) => response.write(byte),
            (stop) => response.on('close', stop),
          );
        }),
    ],
    [
      'a body that never ends',
      () =>
        webServer((_, response) => {
          response.writeHead(200).write('{');
        }),
    ],
    [
      'redirects that take their time',
      () =>
        webServer((_, response) => {
          setTimeout(() => response.writeHead(302, { location: '/badge' }).end(), 200);
        }),
    ],
  ])('the fetch gives up in time on %s', async (_, start) => {
    const { answer, tookMs } = await timed(await start());
    expect(answer).toEqual(notReached);
    expect(tookMs).toBeGreaterThan(DEADLINE_MS - 50);
    // Left alone, each of these would go on for ever; the rest is room for a busy machine.
    expect(tookMs).toBeLessThan(DEADLINE_MS + 4000);
  });

  test('the fetch gives up in time on a name server that never answers', async () => {
    const guarded = createGuardedFetch({
      privateOrigins: [],
      userAgent: 'test',
      deadlineMs: 50,
      resolve: () => new Promise(() => undefined),
    });
    open.push(guarded);
    const answer = await guarded('https://issuer.example/', { accept: '*/*', maxBytes: 1 });
    expect(answer).toEqual(notReached);
  });

  test('closing ends what still runs', async () => {
    const server = await startWebServer(() => undefined);
    const origin = `http://127.0.0.1:${String(server.port)}`;
    const guarded = createGuardedFetch({ privateOrigins: [{ origin }], userAgent: 'test' });
    open.push(server);
    const running = guarded(origin, { accept: '*/*', maxBytes: 1 });
    await guarded.close();
    expect(await running).toEqual(notReached);
    expect(await guarded(origin, { accept: '*/*', maxBytes: 1 })).toEqual(notReached);
  });
});
