import { readConfig } from '../../runtime/index.js';
import { ROLES, serveRole } from '../serve-role.js';
import type { Role } from '../serve-role.js';
import { UsageError } from './command.js';
import type { Command } from './command.js';

export const serve: Command = {
  usage: 'serve <role>',
  says: `Runs one role: ${ROLES.join(', ')}.`,
  async run([role, ...rest], { env, print }) {
    if (!isRole(role) || rest.length > 0) {
      throw new UsageError(`Usage: hub serve <role>, where role is one of ${ROLES.join(', ')}.`);
    }
    const { shutdown } = await serveRole(role, readConfig(env), print);
    shutdown.listen();
  },
};

function isRole(word: string | undefined): word is Role {
  return ROLES.some((role) => role === word);
}
