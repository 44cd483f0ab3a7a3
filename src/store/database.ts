import mongoose from 'mongoose';
import type { ClientSession, Connection, Model, Schema } from 'mongoose';

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
   */
  transaction<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Thrown when the database is none the hub can use; says what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

const SERVER_SELECTION_MS = 10_000;

/** @throws DatabaseUnusable when nobody answers or the server is no replica set. */
export async function connectDatabase(uri: string): Promise<Database> {
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
  return onConnection(connection);
}

/** Models without a server behind them: for whoever needs only their shape. */
export function disconnectedDatabase(): Database {
  return onConnection(mongoose.createConnection());
}

function onConnection(connection: Connection): Database {
  return {
    connection,
    model: <Doc>({ name, schema }: ModelDefinition<Doc>) =>
      (connection.models[name] as unknown as Model<Doc> | undefined) ??
      connection.model<Doc>(name, schema, name),
    transaction: (work) =>
      connection.transaction(work, {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority', journal: true },
      }),
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
