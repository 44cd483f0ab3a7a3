import { beforeAll } from '@jest/globals';
import { imageRoute } from '../../gateway/pictures/image-route.js';
import type { Pictures } from '../../gateway/ports.js';
import { wireGateway } from '../../src/app/wire-gateway.js';
import type { TestGraph } from '../support/graph.js';
import { routeServer } from '../support/route-server.js';

export interface PictureServer {
  readonly pictures: Pictures;
  /** Asks the gateway for an address that the graph gave. */
  get(url: string): Promise<Response>;
}

/** The pictures of a test graph, as the gateway serves them. */
export function pictureServer(graph: TestGraph): PictureServer {
  const state = { pictures: undefined as Pictures | undefined, origin: '' };
  const pictures = (): Pictures => {
    if (state.pictures === undefined) throw new Error('the server is started in beforeAll');
    return state.pictures;
  };
  beforeAll(async () => {
    state.pictures = wireGateway(graph.parts).pictures;
    const { url } = await routeServer([imageRoute(state.pictures)]);
    state.origin = url;
  });
  return {
    get pictures() {
      return pictures();
    },
    get: (url) => fetch(url.replace(/^https:\/\/hub\.example(?=\/)/, state.origin)),
  };
}
