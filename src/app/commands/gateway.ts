import { parseArgs } from 'node:util';
import { startStandaloneGateway } from '../../../gateway/index.js';
import { createShutdown, readConfig } from '../../runtime/index.js';
import { logOf } from '../hub-parts.js';
import { UsageError } from './command.js';
import type { Command } from './command.js';

const USAGE = 'gateway --supergraph FILE --port N';

export const gateway: Command = {
  usage: USAGE,
  says: 'Answers /graphql for any Federation 2 supergraph, with no hub around it.',
  async run(words, { env, print }) {
    const { supergraph, port } = readWords(words);
    const config = readConfig(env);
    const log = logOf(config);
    const shutdown = createShutdown(log);
    const started = await startStandaloneGateway({
      supergraphFile: supergraph,
      host: config.host,
      port: port ?? config.port,
      log,
    });
    shutdown.onStop('gateway', () => started.close());
    shutdown.listen();
    print(`Gateway is ready at ${started.url}`);
  },
};

/** @throws UsageError */
function readWords(words: readonly string[]): { supergraph: string; port: number | undefined } {
  const options = { supergraph: { type: 'string' }, port: { type: 'string' } } as const;
  try {
    const { supergraph, port } = parseArgs({ args: [...words], options }).values;
    if (supergraph !== undefined && (port === undefined || /^\d{1,5}$/.test(port))) {
      return { supergraph, port: port === undefined ? undefined : Number(port) };
    }
  } catch {
    // Said below.
  }
  throw new UsageError(`Usage: hub ${USAGE}`);
}
