/** The only place that knows how thorough a run is: `npm run test:chaos` sets CHAOS. */
export const runs = (small: number, full: number): number =>
  process.env['CHAOS'] === '1' ? full : small;
