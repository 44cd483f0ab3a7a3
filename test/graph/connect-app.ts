import { oauthStorage } from '../../src/store/index.js';
import type { TestGraph } from '../support/graph.js';
import type { TestEarner } from './story.js';

/** Stores what the OAuth server does once an earner let a client read her badges. */
export async function connectApp(
  { parts: { database, clock } }: TestGraph,
  { as }: TestEarner,
  client: string,
  token: string,
): Promise<void> {
  const same = (text: string) => Promise.resolve(text);
  const sealer = { seal: same, open: same };
  const storage = oauthStorage(database, { now: () => clock.now(), sealer });
  const about = { accountId: as.earner, clientId: client };
  const grantId = `grant of ${token}`;
  await storage.upsert('Grant', grantId, { ...about, openid: { scope: 'badges:read' } }, 3600);
  await storage.upsert('AccessToken', token, { ...about, grantId, scope: 'badges:read' }, 600);
}
