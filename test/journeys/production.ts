import { expect, test } from '@jest/globals';
import type { Journey } from './journey.js';

export function production(journey: Journey): void {
  test.each(['{ __schema { types { name } } }', '{ __type(name: "Earner") { name } }'])(
    'in production %s is refused',
    async (query) => {
      const { data, errors } = await journey.hub.graph(query);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    },
  );

  test('in production a mistake is not answered with names of the schema', async () => {
    const { errors } = await journey.hub.graph('{ me { displayNam } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    expect(JSON.stringify(errors)).not.toContain('displayName');
  });

  test.each(['/playground', '/mailbox', '/mailbox.json'])(
    'in production there is no %s',
    async (path) => {
      expect((await fetch(journey.hub.url + path)).status).toBe(404);
    },
  );
}
