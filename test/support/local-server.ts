import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates.js';

export interface LocalServer {
  readonly port: number;
  /** Connections accepted so far, whatever came over them. */
  readonly connections: () => number;
  /** Requests answered so far, as `METHOD path`. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const started = async (server: net.Server, requests: readonly string[]): Promise<LocalServer> => {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
};

/** An HTTP server on loopback; HTTPS when it gets certificates. */
export const startWebServer = (
  answer: http.RequestListener,
  certificates?: Certificates,
): Promise<LocalServer> => {
  const requests: string[] = [];
  const listener: http.RequestListener = (request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  };
  const server =
    certificates === undefined
      ? http.createServer(listener)
      : https.createServer({ cert: certificates.cert, key: certificates.key }, listener);
  return started(server, requests);
};

/** A TCP server on loopback that does with a connection whatever the test says. */
export const startSocketServer = (use: (socket: net.Socket) => void): Promise<LocalServer> =>
  started(net.createServer(use), []);
