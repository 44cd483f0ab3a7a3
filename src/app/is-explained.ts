import { PortTaken } from '../../gateway/index.js';
import { ConfigError } from '../runtime/index.js';
import { DatabaseUnusable, IndexMissing } from '../store/index.js';
import { DataFolderUnusable } from './data-folder.js';
import { EmbeddedMongoUnusable } from './embedded-mongo/start-embedded-mongo.js';
import { MongodNotFound } from './set-up/find-mongod.mjs';

const EXPLAINED = [
  ConfigError,
  DataFolderUnusable,
  DatabaseUnusable,
  EmbeddedMongoUnusable,
  IndexMissing,
  MongodNotFound,
  PortTaken,
];

/** Trouble of a hub that a sentence explains; anything else is a bug and shows where it happened. */
export function isExplained(error: unknown): boolean {
  return EXPLAINED.some((kind) => error instanceof kind);
}
