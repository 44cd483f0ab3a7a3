import { once } from 'node:events';
import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Listens and says where.
 *
 * @throws Error with a sentence for people when the port is taken
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const place = `${host}:${String(port)}`;
    if (error.code === 'EADDRINUSE') {
      throw new Error(
        `Port ${String(port)} of ${host} is taken by another program; stop it, or set HUB_PORT to another port (0 takes a free one).`,
        { cause: error },
      );
    }
    throw new Error(`The hub cannot listen on ${place} (${String(error.code)}).`, { cause: error });
  }
  const address = server.address();
  const actual = address !== null && typeof address === 'object' ? address.port : port;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${String(actual)}`;
}
