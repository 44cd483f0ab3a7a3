import type { Exchange, Route } from '../http-types.js';

/** `/healthz`: does the process live? Says nothing about what it depends on. */
export const healthRoute: Route = {
  path: '/healthz',
  methods: ['GET', 'HEAD'],
  handle: (exchange) => {
    sendStatus(exchange, 200, { status: 'ok' });
  },
};

export interface ReadinessOptions {
  /** Names of the parts that are not ready; empty when all are. */
  readonly ready: () => Promise<readonly string[]>;
}

/** `/readyz`: should requests be sent here? 503 with the names of what is not ready. */
export const readinessRoute = ({ ready }: ReadinessOptions): Route => ({
  path: '/readyz',
  methods: ['GET', 'HEAD'],
  async handle(exchange) {
    const notReady = await ready();
    if (notReady.length === 0) sendStatus(exchange, 200, { status: 'ready' });
    else sendStatus(exchange, 503, { status: 'not ready', notReady });
  },
});

function sendStatus({ res }: Exchange, status: number, body: Readonly<Record<string, unknown>>) {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}
