import { describe, expect } from '@jest/globals';
import { GraphQLInt, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createHandler as createHttpHandler } from 'graphql-http/lib/use/http';
import { createHandler as createSseHandler } from 'graphql-sse/lib/use/http';
import type { Browser, Page } from 'playwright-core';
import type { Route } from '../../gateway/http/http-types.js';
import { playgroundRoutes } from '../../gateway/web/index.js';
import { browserTest } from '../support/chromium.js';
import { routeServer } from '../support/route-server.js';

async function* endlessTicks() {
  yield { ticks: 4711 };
  await new Promise(() => undefined);
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: { greeting: { type: GraphQLString, resolve: () => 'hello from the graph' } },
  }),
  subscription: new GraphQLObjectType({
    name: 'Subscription',
    fields: { ticks: { type: GraphQLInt, subscribe: endlessTicks } },
  }),
});

/** The smallest graph that speaks as the hub does: JSON, and server-sent events where asked for. */
const graphRoute = (): Route => {
  const http = createHttpHandler({ schema });
  const sse = createSseHandler({ schema });
  return {
    path: '/graphql',
    methods: ['GET', 'POST'],
    handle: ({ req, res }) =>
      req.headers.accept?.includes('text/event-stream') === true ? sse(req, res) : http(req, res),
  };
};

const OPEN_TO_ALL: Route = {
  path: '/open',
  methods: ['GET'],
  handle: ({ res }) => {
    res.writeHead(200, { 'access-control-allow-origin': '*' }).end('{}');
  },
};

describe('the playground in a browser', () => {
  const serving = routeServer([...playgroundRoutes(), graphRoute()]);

  /** The playground with this operation in its editor, in a profile of its own. */
  async function open(browser: Browser, query: string) {
    const { url: origin } = await serving;
    const page = await browser.newPage();
    const requested: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const worker = page.waitForEvent('worker', (each) => each.url().endsWith('/graphql.worker.js'));
    await page.goto(`${origin}/playground?query=${encodeURIComponent(query)}`);
    await page.getByText(query).first().waitFor();
    await worker;
    return { origin, page, requested, complaints };
  }

  const run = (page: Page) => page.getByRole('button', { name: /execute query/i }).click();

  const answerWith = (page: Page, value: string) =>
    page.locator('.result-window').getByText(value).first().waitFor();

  browserTest('loads from the hub alone, runs a query, and nothing is blocked', async (browser) => {
    const { origin, page, requested, complaints } = await open(browser, '{ greeting }');
    await run(page);
    await answerWith(page, 'hello from the graph');
    const elsewhere = requested.filter(
      (url) => !/^(data|blob):/.test(url) && !url.startsWith(`${origin}/`),
    );
    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  browserTest('shows the items of a subscription that goes on', async (browser) => {
    const { page, complaints } = await open(browser, 'subscription { ticks }');
    await run(page);
    await answerWith(page, '4711');
    expect(complaints).toEqual([]);
  });

  browserTest('reaches nothing elsewhere, even what lets everybody in', async (browser) => {
    const elsewhere = await routeServer([OPEN_TO_ALL]);
    const { origin, page } = await open(browser, '{ greeting }');
    const reach = (url: string) =>
      page.evaluate(
        (target) =>
          fetch(target).then(
            () => 'answered',
            () => 'blocked',
          ),
        url,
      );
    expect(await reach(`${elsewhere.url}/open`)).toBe('blocked');
    expect(await reach(`${origin}/playground/start.js`)).toBe('answered');
  });
});
