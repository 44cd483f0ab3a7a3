import { bake } from './bake.js';
import type { Command } from './command.js';
import { config } from './config.js';
import { gateway } from './gateway.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { start } from './start.js';
import { unbake } from './unbake.js';
import { verify } from './verify.js';

export { EXIT, FileUnusable, UsageError } from './command.js';
export type { Terminal } from './command.js';

export const COMMANDS: Readonly<Record<string, Command>> = {
  start,
  serve,
  gateway,
  config,
  schema,
  verify,
  bake,
  unbake,
};
