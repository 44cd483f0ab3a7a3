/** The value that this share of all values does not exceed (nearest rank); NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Columns as wide as their longest entry, numbers to the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((entry, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? entry.padEnd(width) : entry.padStart(width);
        })
        .join('  '),
    )
    .join('\n');
}
