import { Refusal } from '../../../src/errors.js';
import type { Clock } from '../../../src/runtime/index.js';
import {
  clientsOwnedBy,
  connectionsOf,
  disconnect,
  disconnectAll,
  disownClients,
  findClients,
  moveClients,
} from '../../../src/store/index.js';
import type { Connection, Database } from '../../../src/store/index.js';
import type { Belongings, CollectionGrants } from '../../ports.js';

export interface ConnectedAppsDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly grants: CollectionGrants;
}

/**
 * Takes everything from an app at once: its tokens are dead, and what it was granted to see ends with
 * them. One transaction.
 * @throws Refusal NOT_FOUND when it was not connected
 */
export async function disconnectApp(
  earner: string,
  client: string,
  { database, grants }: ConnectedAppsDeps,
): Promise<void> {
  await database.transaction(async (session) => {
    const wasConnected = await disconnect(earner, client, database, session);
    if (!wasConnected) throw new Refusal('NOT_FOUND');
    await grants.endAll(earner, client, session);
  });
}

/** What the OAuth server keeps for an earner: the apps she connected, and the clients she registered. */
export function appBelongings({ database, clock, grants }: ConnectedAppsDeps): Belongings {
  return {
    async move(from, to, session) {
      // A token says for whom it is: apps of the account that is no more ask again.
      await disconnectAll(from, database, session);
      await moveClients(from, to, database, session);
    },
    async erase(earner, session) {
      await disconnectAll(earner, database, session);
      for (const client of await disownClients(earner, database, session)) {
        await grants.endEvery(client, session);
      }
    },
    async tell(earner) {
      const apps: readonly Connection[] = await connectionsOf(earner, database, clock.now());
      const named = await findClients(
        apps.map(({ client }) => client),
        database,
      );
      const own = await clientsOwnedBy(earner, database);
      return {
        apps: apps.map((app) => ({
          ...app,
          name: named.find(({ _id }) => _id === app.client)?.name,
        })),
        clients: own.map(({ _id, name, host, createdAt }) => ({ id: _id, name, host, createdAt })),
      };
    },
  };
}
