/** The header of an answer 202: how far the stream has arrived at its receiver (BFP/1, 2.6). */
export interface Arrived {
  readonly epoch: string;
  /** Everything up to here is stored there. */
  readonly contig: number;
}

const BF_STREAM = /^\s*epoch="(ep_[0-9a-f]{8,64})"\s*,\s*contig=(\d{1,16})\s*$/;

export function formatBfStream({ epoch, contig }: Arrived): string {
  return `epoch="${epoch}", contig=${contig}`;
}

/** Undefined when it is absent or cannot be read. */
export function readBfStream(value: string | undefined): Arrived | undefined {
  const [, epoch, digits] = BF_STREAM.exec(value ?? '') ?? [];
  const contig = Number(digits);
  if (epoch === undefined || !Number.isSafeInteger(contig)) return undefined;
  return { epoch, contig };
}
