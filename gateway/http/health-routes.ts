import { answer } from './answer.js';
import type { Exchange, Route } from './http-types.js';

/** `/healthz`: does the process answer? `/readyz`: does everything it needs answer too? */
export function healthRoutes(ready: () => Promise<readonly string[]>): readonly Route[] {
  const respond = ({ res }: Exchange, status: number, body: object): void => {
    res.setHeader('Cache-Control', 'no-store');
    answer(res, status, 'application/json', JSON.stringify(body));
  };
  return [
    {
      path: '/healthz',
      methods: ['GET', 'HEAD'],
      handle: (exchange) => {
        respond(exchange, 200, { status: 'ok' });
      },
    },
    {
      path: '/readyz',
      methods: ['GET', 'HEAD'],
      async handle(exchange) {
        const missing = await ready();
        const isReady = missing.length === 0;
        const body = isReady ? { status: 'ready' } : { status: 'not ready', missing };
        respond(exchange, isReady ? 200 : 503, body);
      },
    },
  ];
}
