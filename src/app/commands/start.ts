import { startHub } from '../start-hub.js';
import { readConfig } from '../../runtime/index.js';
import type { Command } from './command.js';

export const start: Command = {
  usage: 'start',
  says: 'Runs the whole hub in this process.',
  async run(_words, { env, print }) {
    const { shutdown } = await startHub(readConfig(env), print);
    shutdown.listen();
  },
};
