import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../gateway/http/http-types.js';
import { ask } from '../../../gateway/web/index.js';
import type { GraphAnswer, GraphClient } from '../../../gateway/web/index.js';
import { Refusal } from '../../../src/errors.js';

const reply = (answer: () => GraphAnswer) => {
  const graph: GraphClient = () => Promise.resolve().then(answer);
  return ask({ graph, exchange: {} as Exchange }, { query: '{ me { id } }' }, {});
};

describe('asking the graph', () => {
  test.each([
    [{ code: 'RATE_LIMITED', retryAfterSeconds: 3 }, 'RATE_LIMITED', 3],
    [{ code: 'RATE_LIMITED', retryAfterSeconds: 'soon' }, 'RATE_LIMITED', undefined],
    [{ code: 'toString' }, 'INTERNAL', undefined],
    [{}, 'INTERNAL', undefined],
  ])('an error with %j is a refusal', async (extensions, code, retryAfterSeconds) => {
    const refused = await reply(() => ({ data: { me: null }, errors: [{ extensions }] }));
    expect(refused).toEqual({ kind: 'refused', code, retryAfterSeconds });
  });

  test('a refusal before anything ran is one, too', async () => {
    const refused = await reply(() => {
      throw new Refusal('UNAUTHENTICATED');
    });
    expect(refused).toMatchObject({ kind: 'refused', code: 'UNAUTHENTICATED' });
  });

  test('a bug stays a bug', async () => {
    const bug = new Error('a bug');
    const asked = reply(() => {
      throw bug;
    });
    await expect(asked).rejects.toBe(bug);
  });

  test('an answer without errors is data', async () => {
    const data = { me: { id: 'ern_1' } };
    await expect(reply(() => ({ data }))).resolves.toEqual({ kind: 'data', data });
  });
});
