import { expect, test } from '@jest/globals';
import { makeServer } from 'graphql-ws';
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { createLog } from '../../../src/runtime/index.js';
import { bindSocket } from '../../../gateway/clients/bind-socket.js';

/** Stands for a connection; what would go over the wire is written down. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  protocol = 'graphql-transport-ws';
  bufferedAmount = 0;
  readonly did: unknown[] = [];
  send(_data: string, done: () => void): void {
    this.did.push('send');
    done();
  }
  close(code: number): void {
    this.did.push(code);
  }
  ping(): void {
    this.did.push('ping');
    this.emit('pinged');
  }
  terminate(): void {
    this.did.push('terminate');
    this.emit('terminated');
  }
}

function bound(sleep: () => Promise<void>) {
  const socket = new FakeSocket();
  const log = createLog({ level: 'silent' });
  const server = makeServer<Record<string, unknown>, undefined>({ connectionInitWaitTimeout: 0 });
  bindSocket(socket as unknown as WebSocket, undefined, {
    server,
    clock: { now: () => new Date(0), sleep },
    log,
  });
  return socket;
}

const never = (): Promise<void> => new Promise(() => undefined);

test.each([
  [1024 * 1024, ['send']],
  [1024 * 1024 + 1, [4441, 'send']],
])('a client with %i bytes unread is answered or cut off', async (bufferedAmount, did) => {
  const socket = bound(never);
  socket.bufferedAmount = bufferedAmount;
  socket.emit('message', Buffer.from('{"type":"ping"}'));
  await Promise.resolve();
  expect(socket.did).toEqual(did);
});

test('a client that answers no ping is cut off', async () => {
  const socket = bound(() => Promise.resolve());
  await new Promise((resolve) => socket.once('terminated', resolve));
  expect(socket.did).toEqual(['ping', 'terminate']);
});

test('a client that answers pings is kept', async () => {
  let sleeps = 0;
  const socket = bound(() => {
    sleeps += 1;
    return sleeps > 6 ? never() : Promise.resolve();
  });
  socket.on('pinged', () => socket.emit('pong'));
  await new Promise<void>((resolve) => {
    socket.on('pinged', () => {
      if (socket.did.length === 3) resolve();
    });
  });
  expect(socket.did).toEqual(['ping', 'ping', 'ping']);
  socket.emit('close', 1000, Buffer.from(''));
});
