import mongoose from 'mongoose';
import type { ClientSession, Connection, Model, Schema } from 'mongoose';
import { Refusal } from '../errors.js';

export type Session = ClientSession;

/** One stored thing: its MongoDB collection and schema. Made by `defineModel`, once per collection. */
export interface ModelDefinition<Doc> {
  readonly name: string;
  readonly schema: Schema<Doc>;
}

/** The hub's database: one connection, the models on it, and transactions. */
export interface Database {
  readonly connection: Connection;
  /** The model of a definition on this connection. */
  model<Doc>(definition: ModelDefinition<Doc>): Model<Doc>;
  /**
   * Runs `work` in one transaction (majority, journaled), again from the start when the driver says it
   * may be repeated. Inside: one operation after the other, nothing that cannot be done twice.
   * @throws Refusal UNAVAILABLE when it did not go through in time
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Thrown when the database is none the hub can use; says what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

const SERVER_SELECTION_MS = 10_000;

/**
 * What a process that was killed left open keeps its documents from others, until MongoDB gives up on it
 * (`transactionLifetimeLimitSeconds`, 60 by default). Nobody waits that long for an answer.
 */
const TRANSACTION_MS = 20_000;
const DURABLE = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
} as const;
const blocked = (): Refusal => new Refusal('UNAVAILABLE', undefined, { retryAfterSeconds: 60 });

/** @throws DatabaseUnusable when nobody answers or the server is no replica set. */
export async function connectDatabase(
  uri: string,
  { transactionMs = TRANSACTION_MS }: { readonly transactionMs?: number } = {},
): Promise<Database> {
  const connection = mongoose.createConnection(uri, {
    autoIndex: false,
    autoCreate: false,
    serverSelectionTimeoutMS: SERVER_SELECTION_MS,
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    ignoreUndefined: true,
  });
  try {
    await connection.asPromise();
    await refuseStandalone(connection);
  } catch (error) {
    await connection.close(true);
    if (error instanceof DatabaseUnusable) throw error;
    throw new DatabaseUnusable(
      'The MongoDB server does not answer: check HUB_MONGODB_URI and that the server is up.',
      { cause: error },
    );
  }
  return onConnection(connection, transactionMs);
}

/** Models without a server behind them: for whoever needs only their shape. */
export function disconnectedDatabase(): Database {
  return onConnection(mongoose.createConnection(), TRANSACTION_MS);
}

function onConnection(connection: Connection, transactionMs: number): Database {
  return {
    connection,
    model: <Doc>({ name, schema }: ModelDefinition<Doc>) =>
      (connection.models[name] as unknown as Model<Doc> | undefined) ??
      connection.model<Doc>(name, schema, name),
    transaction(work) {
      const startedMs = performance.now();
      return connection.withSession((session) =>
        session.withTransaction(() => {
          // The driver itself would try for two minutes.
          if (performance.now() - startedMs > transactionMs) throw blocked();
          return work(session);
        }, DURABLE),
      );
    },
    close: () => connection.close(),
  };
}

/** Transactions and change streams need a replica set; one member is enough. */
async function refuseStandalone(connection: Connection): Promise<void> {
  const hello = await connection.db?.admin().command({ hello: 1 });
  if (hello?.['setName'] !== undefined) return;
  throw new DatabaseUnusable(
    'HUB_MONGODB_URI points to a standalone MongoDB server; the hub needs a replica set (one member is enough: start mongod with --replSet and run rs.initiate()).',
  );
}
