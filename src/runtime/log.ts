import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent, Logger } from 'pino';
import { scrub } from './scrub.js';

export type Log = Logger;
export type LogLevel = LevelWithSilent;

export interface LogOptions {
  readonly level: LogLevel;
  /** Where lines go; standard error when absent, as standard output is for people. */
  readonly to?: DestinationStream;
}

/**
 * JSON lines without e-mail addresses, tokens, cookies or credentials. The finished line is scrubbed, not
 * the arguments, so messages, errors with their causes and the bindings of child logs are all covered.
 */
export const createLog = ({ level, to }: LogOptions): Log =>
  pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: (line) => `${JSON.stringify(scrub(JSON.parse(line)))}\n` },
    },
    to ?? pino.destination({ dest: 2, sync: true }),
  );
