import { expect, test } from '@jest/globals';
import { createRequestLimits } from '../../../gateway/graph/request-limits.js';
import type { Operation } from '../../../gateway/graph/operation-cache.js';
import type { Limit, Limits } from '../../../gateway/ports.js';
import type { Caller } from '../../../gateway/session/authenticate.js';

test('an import counts as a push, by whatever token it comes', async () => {
  const taken: string[] = [];
  const counting = (name: string): Limit => ({
    take: (key) => Promise.resolve(void taken.push(`${name} ${key}`)),
  });
  const limits = new Proxy({} as Limits, { get: (_, name) => counting(String(name)) });
  const operation = { rootFields: ['importBadge'] } as unknown as Operation;
  const caller = { client: '192.0.2.1', tokenHash: 'abc' } as Caller;
  await createRequestLimits(limits).operation(operation, caller);
  expect(taken).toEqual(['pushes 192.0.2.1']);
});
