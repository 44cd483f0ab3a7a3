import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { Refusal } from '../../src/errors.js';
import { refusalToError, toGraphqlError } from '../../src/graphql/index.js';

function shown(error: GraphQLError) {
  const bugs: unknown[] = [];
  const options = { requestId: 'req_1', onBug: (bug: unknown) => bugs.push(bug) };
  const { message, path, extensions } = toGraphqlError(error, options);
  return { message, path, extensions, bugs };
}

const thrown = (originalError: Error): GraphQLError =>
  new GraphQLError(originalError.message, { originalError, path: ['me', 'inbox'] });

describe('what leaves a subgraph', () => {
  test('is a refusal with its code and facts, under any layers', () => {
    const refusal = new Refusal('RATE_LIMITED', undefined, { retryAfterSeconds: 7 });
    for (const error of [refusalToError(refusal), thrown(refusal), thrown(thrown(refusal))]) {
      expect(shown(error)).toMatchObject({
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 7 },
        bugs: [],
      });
    }
  });

  test('is a refusal of another subgraph as it came', () => {
    const error = new GraphQLError('gone', { extensions: { code: 'NOT_FOUND' }, path: ['me'] });
    expect(shown(error)).toMatchObject({ message: 'gone', extensions: { code: 'NOT_FOUND' } });
  });

  test('is a mistake in the operation in the words of graphql-js', () => {
    const error = new GraphQLError('Cannot query field "x".');
    expect(shown(error)).toMatchObject({
      message: 'Cannot query field "x".',
      extensions: { code: 'BAD_INPUT' },
      bugs: [],
    });
  });

  test.each<[string, GraphQLError]>([
    ['something thrown', thrown(new Error('the password is hunter2'))],
    [
      'a code that is not in the table',
      new GraphQLError('hunter2', { extensions: { code: 'E11000' }, path: ['me'] }),
    ],
    ['null where none may be', new GraphQLError('Cannot return null: hunter2', { path: ['me'] })],
  ])('tells nothing of %s but a request id', (_, error) => {
    const { bugs, ...told } = shown(error);
    expect(told).toMatchObject({ extensions: { code: 'INTERNAL', requestId: 'req_1' } });
    expect(JSON.stringify(told)).not.toContain('hunter2');
    expect(bugs).toHaveLength(1);
  });
});
