import type { Caller } from '../session/authenticate.js';
import { addressKey } from '../http/client-address.js';
import type { Operation } from './operation-cache.js';
import type { Limit, Limits } from '../ports.js';

/** Counts what callers ask for. Each function throws Refusal RATE_LIMITED. */
export interface RequestLimits {
  /** One request, or one operation on a socket. */
  request(caller: Caller): Promise<void>;
  /** The fields that cost more than a request, each as often as it is asked for. */
  operation(operation: Operation, caller: Caller): Promise<void>;
}

export function createRequestLimits(limits: Limits): RequestLimits {
  const counted: Readonly<Record<string, Limit>> = {
    pushBadge: limits.pushes,
    importBadge: limits.pushes,
    requestSignIn: limits.signIns,
    reverifyBadge: limits.verifications,
    verify: limits.verifications,
    earnerByEmail: limits.lookups,
    addEmail: limits.signIns,
  };
  return {
    request: ({ client, tokenHash }) =>
      tokenHash === undefined
        ? limits.requests.take(addressKey(client))
        : limits.requestsWithToken.take(tokenHash),
    async operation({ rootFields }, { client }) {
      for (const field of rootFields) {
        if (Object.hasOwn(counted, field)) await counted[field]?.take(addressKey(client));
      }
    },
  };
}
