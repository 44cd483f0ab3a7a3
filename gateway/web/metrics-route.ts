import type { Route } from '../http/http-types.js';
import { requireLocalPeer } from './local-peer.js';

export interface MetricsRouteOptions {
  readonly metrics: { readonly type: string; text(): string };
  /** Whether everybody may read them; otherwise only a program on this machine. */
  readonly everybody: boolean;
}

/** `/metrics`: what the process counts, for Prometheus. */
export const metricsRoute = ({ metrics, everybody }: MetricsRouteOptions): Route => ({
  path: '/metrics',
  methods: ['GET', 'HEAD'],
  handle(exchange) {
    if (!everybody) requireLocalPeer(exchange);
    exchange.res.writeHead(200, { 'content-type': metrics.type, 'cache-control': 'no-store' });
    exchange.res.end(metrics.text());
  },
});
