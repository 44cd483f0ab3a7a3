import { benchGraph } from './graph/bench-graph.js';
import { benchOpenBadges } from './openbadges/bench-openbadges.js';
import { benchStream } from './stream/bench-stream.js';

/**
 * `npm run bench -- <name>`: a table for people, and as the last line of standard output one JSON object.
 * `node --cpu-prof dist/bench/run.js <name>`: every process that takes part leaves a profile.
 */
const BENCHES = new Map<string, (say: (line: string) => void) => Promise<object>>([
  ['graph', benchGraph],
  ['openbadges', benchOpenBadges],
  ['stream', benchStream],
]);

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const bench = BENCHES.get(process.argv[2] ?? '');
if (bench === undefined) {
  process.stderr.write(`Usage: npm run bench -- <${[...BENCHES.keys()].join('|')}>\n`);
  process.exitCode = 1;
} else {
  const result = await bench(say);
  say(JSON.stringify(result));
}
