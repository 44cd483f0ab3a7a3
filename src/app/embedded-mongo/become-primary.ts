import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';

export const SET_NAME = 'hub';

/** The set was initiated before; or it was, and mongod still reads its configuration. */
const ALREADY_INITIALIZED = 23;
const NOT_YET_INITIALIZED = 94;
const LOOK_EVERY_MS = 25;
/** mongod gives a stranger on its former port thirty seconds to answer. */
const LOOKS = 2400;

interface SetConfiguration {
  readonly version: number;
  readonly members: readonly { readonly _id: number; readonly host: string }[];
}

type Db = ReturnType<InstanceType<typeof mongoose.mongo.MongoClient>['db']>;

/**
 * Makes the mongod on this port the primary of its replica set of one: initiates a new set, and tells
 * one that was moved its new address, because a set remembers host and port and waits for them.
 */
export async function becomePrimary(port: number): Promise<void> {
  const host = `127.0.0.1:${port.toString()}`;
  const client = await mongoose.mongo.MongoClient.connect(
    `mongodb://${host}/?directConnection=true`,
  );
  try {
    const admin = client.db('admin');
    if (!(await initiate(admin, host))) await moveTo(admin, host);
    await until('is primary', async () => {
      const hello = await admin.command({ hello: 1 });
      return hello['isWritablePrimary'] === true || undefined;
    });
  } finally {
    await client.close();
  }
}

/** Says whether the set is new: false when its data hold a configuration already. */
async function initiate(admin: Db, host: string): Promise<boolean> {
  try {
    await admin.command({ replSetInitiate: { _id: SET_NAME, members: [{ _id: 0, host }] } });
    return true;
  } catch (error) {
    if (serverCode(error) === ALREADY_INITIALIZED) return false;
    throw error;
  }
}

async function moveTo(admin: Db, host: string): Promise<void> {
  const configuration = await until('has read its configuration', () => readConfiguration(admin));
  if (configuration.members.every((member) => member.host === host)) return;
  const members = configuration.members.map((member) => ({ ...member, host }));
  const version = configuration.version + 1;
  await admin.command({ replSetReconfig: { ...configuration, members, version }, force: true });
}

async function readConfiguration(admin: Db): Promise<SetConfiguration | undefined> {
  try {
    const answer = await admin.command({ replSetGetConfig: 1 });
    return answer['config'] as SetConfiguration;
  } catch (error) {
    if (serverCode(error) === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(LOOK_EVERY_MS);
  }
  const seconds = (LOOKS * LOOK_EVERY_MS) / 1000;
  throw new Error(`nobody saw within ${seconds.toString()} s that it ${what}`);
}

function serverCode(error: unknown): unknown {
  return error instanceof mongoose.mongo.MongoServerError ? error.code : undefined;
}
