import type { Command } from './command.js';
import { config } from './config.js';
import { gateway } from './gateway.js';
import { schema } from './schema.js';
import { serve } from './serve.js';
import { start } from './start.js';

export { UsageError } from './command.js';

export const COMMANDS: Readonly<Record<string, Command>> = {
  start,
  serve,
  gateway,
  config,
  schema,
};
