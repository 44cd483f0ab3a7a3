import { errors } from 'oidc-provider';
import type { Adapter } from 'oidc-provider';
import type { OAuthStorage } from '../ports.js';
import { checkClient } from './client-rules.js';

/** The hub's storage as the OAuth library sees it: one adapter for each kind of thing. */
export function storageAdapter(kind: string, storage: OAuthStorage): Adapter {
  return {
    async upsert(id, payload, expiresIn) {
      if (kind === 'Client') checkClient(payload);
      await storage.upsert(kind, id, payload, expiresIn);
    },
    find: async (id) => await storage.find(kind, id),
    findByUid: async (uid) => await storage.findByUid(kind, uid),
    // There are no devices that show a code.
    findByUserCode: () => Promise.resolve(undefined),
    async consume(id) {
      if (await storage.consume(kind, id)) return;
      // Somebody else used it up since it was read: reuse, and so the end of the whole grant.
      const grant = (await storage.find(kind, id))?.['grantId'];
      if (typeof grant === 'string') await storage.revokeByGrant(grant);
      throw new errors.InvalidGrant('it was used already');
    },
    destroy: (id) => storage.destroy(kind, id),
    revokeByGrantId: (grant) => storage.revokeByGrant(grant),
  };
}
