import { once } from 'node:events';
import type { Server } from 'node:http';
import { isIPv6 } from 'node:net';

/** The hub cannot listen where it should; the message says why and what to do. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/**
 * Listens and says where.
 *
 * @throws PortTaken
 */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const place = `${host}:${String(port)}`;
    if (error.code === 'EADDRINUSE') {
      throw new PortTaken(
        `Port ${String(port)} of ${host} is taken by another program; stop it, or set HUB_PORT to another port (0 takes a free one).`,
        { cause: error },
      );
    }
    throw new PortTaken(`The hub cannot listen on ${place} (${String(error.code)}).`, {
      cause: error,
    });
  }
  const address = server.address();
  const actual = address !== null && typeof address === 'object' ? address.port : port;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${String(actual)}`;
}
