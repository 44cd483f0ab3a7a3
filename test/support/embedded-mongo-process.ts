/** A process that holds an embedded MongoDB, for tests that kill it: prints where it is. */
import { startEmbeddedMongo } from '../../src/app/embedded-mongo/start-embedded-mongo.js';

const [dataDir = ''] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const mongo = await startEmbeddedMongo({
  dataDir,
  log: () => undefined,
});
process.once('SIGINT', () => {
  void mongo.stop().then(() => {
    say('stopped');
    process.exit(0);
  });
});
say(JSON.stringify({ pid: mongo.pid, uri: mongo.uri }));
setInterval(() => undefined, 60_000);
