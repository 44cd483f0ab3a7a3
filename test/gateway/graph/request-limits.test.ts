import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createOperationCache } from '../../../gateway/graph/operation-cache.js';
import { createRequestLimits } from '../../../gateway/graph/request-limits.js';
import type { Limits } from '../../../gateway/ports.js';
import { ANONYMOUS, readConfig } from '../../../src/runtime/index.js';

const schema = buildSchema(`
  type Query { verify: String  text: String }
  type Mutation { reverifyBadge: String  pushBadge: String  requestSignIn: String  other: String }
`);

/** Which limits an operation is counted by, each as often as it is. */
async function countedBy(text: string): Promise<readonly string[]> {
  const counted: string[] = [];
  const counting = (name: keyof Limits) => ({
    take: () => Promise.resolve(void counted.push(name)),
  });
  const limits = createRequestLimits({
    requests: counting('requests'),
    requestsWithToken: counting('requestsWithToken'),
    pushes: counting('pushes'),
    signIns: counting('signIns'),
    verifications: counting('verifications'),
    lookups: counting('lookups'),
  });
  const operations = createOperationCache(schema, {
    limits: readConfig({}).limits,
    production: false,
  });
  const prepared = operations.prepare(text, undefined);
  if (prepared.kind === 'refused') throw new AggregateError(prepared.errors);
  await limits.operation(prepared.operation, {
    client: '192.0.2.1',
    tokenHash: undefined,
    expiresAt: undefined,
    principal: () => ANONYMOUS,
  });
  return counted;
}

test.each([
  ['{ verify }', ['verifications']],
  ['{ again: verify text }', ['verifications']],
  ['mutation { reverifyBadge }', ['verifications']],
  [
    'mutation { a: reverifyBadge ...F } fragment F on Mutation { b: reverifyBadge }',
    ['verifications', 'verifications'],
  ],
  ['mutation { pushBadge }', ['pushes']],
  ['mutation { requestSignIn }', ['signIns']],
  ['mutation { other }', []],
  ['{ text }', []],
])('%s is counted by %j', async (text, limits) => {
  expect(await countedBy(text)).toEqual(limits);
});
