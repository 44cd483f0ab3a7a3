import { expect, test } from '@jest/globals';
import { until } from '../support/until.js';
import type { Journey } from './journey.js';

const COLLECTION = `query ($id: ID!) { collection(id: $id) {
  name badges { edges { node { name verification { verdict } } } } } }`;
const WHOLE = { name: 'Welding, level 1', verification: { verdict: 'VALID' } };

export function roleDown(journey: Journey): void {
  test('its fields are unavailable, all others answer, and it comes back', async () => {
    const { hub } = journey;
    const she = await journey.earner('down@example.org');
    const id = await journey.collection(she, [await journey.badge(she)]);
    const whole = { collection: { name: 'Mine', badges: { edges: [{ node: WHOLE }] } } };
    expect(await hub.data(COLLECTION, { id })).toEqual(whole);

    await hub.kill('verification');
    const { data, errors } = await hub.graph(COLLECTION, { id });
    expect(data).toEqual({ collection: { name: 'Mine', badges: { edges: [{ node: null }] } } });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    const readiness = await fetch(`${hub.url}/readyz`);
    expect(readiness.status).toBe(503);
    expect(await readiness.json()).toMatchObject({ missing: ['verification'] });
    const without = COLLECTION.replace('verification { verdict }', '');
    expect(await hub.graph(without, { id })).not.toHaveProperty('errors');

    await hub.restart('verification');
    await until(async () => (await hub.graph(COLLECTION, { id })).errors === undefined);
    expect(await hub.data(COLLECTION, { id })).toEqual(whole);
  });
}
