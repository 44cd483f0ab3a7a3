/** A moment and how it was written, because 2.0 forbids what 1.0 allows. */
export interface Moment {
  readonly at: Date;
  readonly written: 'with-zone' | 'without-zone' | 'as-digits';
}

const UNIX_SECONDS = /^\d{1,10}$/;
const ISO_8601 =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * Reads ISO 8601 (UTC where no zone is given) or Unix seconds; undefined for anything else,
 * February 30th included.
 */
export function readDate(value: string | number): Moment | undefined {
  const text = String(value).trim();
  if (UNIX_SECONDS.test(text)) return { at: new Date(Number(text) * 1000), written: 'as-digits' };
  const match = ISO_8601.exec(text);
  if (match === null) return undefined;
  const [hour = '00', minute = '00', second = '00', fraction = '0'] = match.slice(4);
  const local = `${match.slice(1, 4).join('-')}T${hour}:${minute}:${second}`;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const asUtc = new Date(`${local}.${milliseconds}Z`);
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) return undefined;
  const zone = match[8];
  if (zone === undefined) return { at: asUtc, written: 'without-zone' };
  return { at: new Date(asUtc.getTime() - offsetMs(zone)), written: 'with-zone' };
}

function offsetMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
