import { expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Refusal } from '../../../src/errors.js';
import { maskSubgraphError, maskThrown } from '../../../gateway/graph/mask-errors.js';
import type { SubgraphError } from '../../../gateway/graph/mask-errors.js';

const masking = (passThrough = false) => {
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => bugs.push(error);
  return { bugs, options: { requestId: 'r1', onBug, passThrough, hideSuggestions: false } };
};

const thrown = (originalError: Error) =>
  new GraphQLError(originalError.message, {
    originalError,
    extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'secret' },
  });

test.each<[string, SubgraphError, string, number]>([
  ['JSON with a code of ours', { message: 'm', extensions: { code: 'NOT_FOUND' } }, 'NOT_FOUND', 0],
  ['JSON without a code', { message: 'm' }, 'INTERNAL', 1],
  ['JSON with a foreign code', { message: 'm', extensions: { code: 'TEAPOT' } }, 'INTERNAL', 1],
  ['a bug the subgraph logged', { message: 'm', extensions: { code: 'INTERNAL' } }, 'INTERNAL', 0],
  [
    'a value the subgraph refused',
    { message: 'm', extensions: { code: 'BAD_USER_INPUT' } },
    'BAD_INPUT',
    0,
  ],
  ['a refusal under layers', thrown(thrown(new Refusal('UNAVAILABLE'))), 'UNAVAILABLE', 0],
  ['a bug under layers', thrown(new TypeError('boom')), 'INTERNAL', 1],
])('%s leaves with its code', (_, error, code, reported) => {
  const { bugs, options } = masking();
  const { extensions } = maskSubgraphError(error, options);
  expect(extensions).toEqual(code === 'INTERNAL' ? { code, requestId: 'r1' } : { code });
  expect(bugs).toHaveLength(reported);
});

test('without a hub an error of a subgraph leaves as it came', () => {
  const error = { message: 'm', path: ['a', 0], extensions: { code: 'TEAPOT' } };
  expect(maskSubgraphError(error, masking(true).options)).toEqual(error);
});

test.each([
  ['one mistake', new GraphQLError('wrong'), ['BAD_INPUT']],
  [
    'several',
    new AggregateError([new GraphQLError('a'), new GraphQLError('b')]),
    ['BAD_INPUT', 'BAD_INPUT'],
  ],
  ['a refusal', new Refusal('RATE_LIMITED'), ['RATE_LIMITED']],
  ['a bug', new TypeError('boom'), ['INTERNAL']],
  ['no error at all', 'boom', ['INTERNAL']],
])('%s that was thrown leaves with a code', (_, error, codes) => {
  const errors = maskThrown(error, masking().options);
  expect(errors.map(({ extensions }) => extensions['code'])).toEqual(codes);
  expect(JSON.stringify(errors)).not.toContain('boom');
});
