import { expect, test } from '@jest/globals';
import { unbake } from '../../src/openbadges/index.js';
import type { Journey } from './journey.js';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><script>x()</script><circle r="45"/></svg>';

export function pictures(journey: Journey): void {
  const served = async (url: string, token?: string): Promise<Response> =>
    fetch(url, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

  test('pictures of badges come from the hub, the issuer’s server may be gone', async () => {
    const { hub, issuer } = journey;
    const she = await journey.earner('pictured@example.org');
    const image = `${issuer.origin}/drawn.svg`;
    issuer.answer(image, (_, response) => response.end(SVG));
    const [drawn, plain] = [
      await journey.badge(she, { changes: { assertion: { image } } }),
      await journey.badge(she),
    ];
    issuer.answer(image, (_, response) => response.writeHead(503).end());
    const before = issuer.connections();

    for (const id of [drawn, plain]) {
      const { badge } = await hub.data<{
        badge: { imageUrl: string; original: string; bakedImageUrl: string };
      }>(
        'query ($id: ID!) { badge(id: $id) { imageUrl original: imageUrl(size: ORIGINAL) bakedImageUrl } }',
        { id },
        she.token,
      );
      const medium = await served(badge.imageUrl);
      expect([badge.imageUrl.startsWith(hub.url), medium.status]).toEqual([true, 200]);
      expect(medium.headers.get('content-type')).toBe('image/png');
      expect(await (await served(badge.original)).text()).not.toContain('script');
      expect((await served(badge.bakedImageUrl)).status).toBe(404);
      const baked = await served(badge.bakedImageUrl, she.token);
      expect(unbake(new Uint8Array(await baked.arrayBuffer()))).toMatchObject({ kind: 'found' });
    }
    expect(issuer.connections()).toBe(before);
  });

  test('a hosted badge of anybody is baked on demand', async () => {
    const { hub, issuer } = journey;
    const { urls, assertion } = issuer.issue();
    const bakery = `${hub.url}/baker`;
    const baked = await served(`${bakery}?assertion=${encodeURIComponent(urls.assertion)}`);
    expect(baked.headers.get('content-type')).toBe('image/png');
    const unbaked = unbake(new Uint8Array(await baked.arrayBuffer()));
    expect(unbaked).toMatchObject({ kind: 'found', text: JSON.stringify(assertion) });
    const refused = await served(
      `${bakery}?assertion=${encodeURIComponent(`${issuer.origin}/none`)}`,
    );
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'http-status' }]);
    expect(await (await served(bakery)).text()).toContain('Bake a badge');
  });
}
