import type { Command } from './command.js';

export { EXIT, FileUnusable, UsageError } from './command.js';
export type { Terminal } from './command.js';

/** Each is loaded when it is called: to verify a badge needs little of what a hub is made of. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.js')).start,
  serve: async () => (await import('./serve.js')).serve,
  gateway: async () => (await import('./gateway.js')).gateway,
  config: async () => (await import('./config.js')).config,
  schema: async () => (await import('./schema.js')).schema,
  verify: async () => (await import('./verify.js')).verify,
  bake: async () => (await import('./bake.js')).bake,
  unbake: async () => (await import('./unbake.js')).unbake,
};
