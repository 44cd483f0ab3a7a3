import { afterAll, describe, expect, test } from '@jest/globals';
import { healthRoutes } from '../../../gateway/http/health-routes.js';
import { createMetrics } from '../../../gateway/http/metrics.js';
import { toMetricsText } from '../../../gateway/http/metrics-text.js';
import { metricsRoute } from '../../../gateway/web/index.js';
import { routeServer, send } from '../../support/route-server.js';

describe('health', () => {
  const notReady: string[] = [];
  const server = routeServer(healthRoutes(() => Promise.resolve(notReady)));

  test.each([
    [[], 200, { status: 'ready' }],
    [['mongodb', 'badge'], 503, { status: 'not ready', missing: ['mongodb', 'badge'] }],
  ])(
    'with %j not ready, readiness is %i and the process still lives',
    async (names, status, body) => {
      const { url } = await server;
      notReady.splice(0, Infinity, ...names);
      const readiness = await send(`${url}/readyz`);
      expect(readiness.status).toBe(status);
      expect(JSON.parse(readiness.text)).toEqual(body);
      const health = await send(`${url}/healthz`);
      expect([health.status, health.text]).toEqual([200, '{"status":"ok"}']);
      expect(health.headers['cache-control']).toBe('no-store');
    },
  );
});

describe('metrics', () => {
  let openSockets = 0;
  const metrics = createMetrics({ openSockets: () => openSockets });
  afterAll(() => metrics.close());

  const valueOf = (name: string): number => {
    const line = metrics
      .text()
      .split('\n')
      .find((each) => each.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1));
  };

  test('count requests and operations apart by their labels', () => {
    metrics.countRequest('/graphql', 200);
    metrics.countRequest('/graphql', 200);
    metrics.countRequest('other', 404);
    metrics.countOperation('mutation', 'RATE_LIMITED');
    expect(valueOf('hub_http_requests_total{route="/graphql",status="200"}')).toBe(2);
    expect(valueOf('hub_http_requests_total{route="other",status="404"}')).toBe(1);
    expect(valueOf('hub_graph_operations_total{kind="mutation",code="RATE_LIMITED"}')).toBe(1);
  });

  test('show what is true at the moment they are read', () => {
    openSockets = 3;
    expect(valueOf('hub_open_sockets')).toBe(3);
    openSockets = 1;
    expect(valueOf('hub_open_sockets')).toBe(1);
    expect(valueOf('process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(valueOf('hub_event_loop_delay_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  test('escape a label, so that no value makes a line of its own', () => {
    const samples = [{ labels: { route: 'a"\n\\' }, value: 1 }];
    const text = toMetricsText([{ name: 'm', help: 'h', kind: 'counter', samples }]);
    expect(text).toBe('# HELP m h\n# TYPE m counter\nm{route="a\\"\\n\\\\"} 1\n');
  });

  test.each([
    [false, {}, 200],
    [false, { 'x-forwarded-for': '192.0.2.1' }, 404],
    [true, { 'x-forwarded-for': '192.0.2.1' }, 200],
  ])('for everybody: %s, asked with %j, answer %i', async (everybody, headers, status) => {
    const { url } = await routeServer([metricsRoute({ metrics, everybody })]);
    const answer = await send(`${url}/metrics`, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(status === 200 ? /version=0.0.4/ : /json/);
  });
});
