import { monitorEventLoopDelay } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import type { RefusalCode } from '../../src/errors.js';
import { METRICS_TYPE, createCounter, toMetricsText } from './metrics-text.js';

/** What a gateway process counts about itself. */
export interface Metrics {
  /** `route` is the path of the route that answered, or `other`: never what a caller made up. */
  countRequest(route: string, status: number): void;
  countOperation(kind: OperationKind, code: RefusalCode | 'OK'): void;
  /** Media type of the text. */
  readonly type: string;
  /** In the text format of Prometheus. The event-loop delay is that since the last call. */
  text(): string;
  close(): void;
}

export type OperationKind = 'query' | 'mutation' | 'subscription' | 'unreadable';

const RESOLUTION_MS = 20;

/** `openSockets` is asked each time the text is made. */
export function createMetrics(deps: { readonly openSockets: () => number }): Metrics {
  const requests = createCounter();
  const operations = createCounter();
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const gauge = (name: string, help: string, value: number) =>
    ({ name, help, kind: 'gauge', samples: [{ labels: {}, value }] }) as const;

  return {
    type: METRICS_TYPE,
    countRequest: (route, status) => {
      requests.increment({ route, status: String(status) });
    },
    countOperation: (kind, code) => {
      operations.increment({ kind, code });
    },
    text() {
      // Node measures from timer to timer, so an idle loop shows the timer's own length.
      const delaySeconds = Math.max(0, delay.percentile(99) / 1e9 - RESOLUTION_MS / 1e3);
      delay.reset();
      const memory = memoryUsage();
      return toMetricsText([
        {
          name: 'hub_http_requests_total',
          help: 'HTTP requests answered.',
          kind: 'counter',
          samples: requests.samples(),
        },
        {
          name: 'hub_graph_operations_total',
          help: 'Operations of the graph by outcome.',
          kind: 'counter',
          samples: operations.samples(),
        },
        gauge('hub_open_sockets', 'WebSockets open now.', deps.openSockets()),
        gauge(
          'hub_event_loop_delay_p99_seconds',
          '99th percentile of the event-loop delay since the last reading.',
          delaySeconds,
        ),
        gauge('process_resident_memory_bytes', 'Memory of the process.', memory.rss),
        gauge('process_heap_bytes', 'JavaScript heap in use.', memory.heapUsed),
      ]);
    },
    close: () => {
      delay.disable();
    },
  };
}
