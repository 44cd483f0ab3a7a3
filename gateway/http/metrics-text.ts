/** A metric as Prometheus reads it. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  /** Its values; with labels, one for each combination. */
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export type Labels = Readonly<Record<string, string>>;

/** Counts up, apart for each combination of labels; the caller keeps the combinations few. */
export interface Counter {
  increment(labels: Labels): void;
  samples(): readonly Sample[];
}

export function createCounter(): Counter {
  const counts = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    increment(labels) {
      const key = JSON.stringify(labels);
      const sample = counts.get(key);
      if (sample === undefined) counts.set(key, { labels, value: 1 });
      else sample.value += 1;
    },
    samples: () => [...counts.values()],
  };
}

/** Source: Prometheus documentation, "Text-based format", version 0.0.4. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export const toMetricsText = (metrics: readonly Metric[]): string =>
  metrics
    .flatMap(({ name, help, kind, samples }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${kind}`,
      ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${String(value)}`),
    ])
    .map((line) => `${line}\n`)
    .join('');

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
