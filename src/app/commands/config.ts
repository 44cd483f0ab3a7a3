import { describeConfig, showConfig } from '../../runtime/index.js';
import type { Command } from './command.js';

export const config: Command = {
  usage: 'config [--markdown]',
  says: 'Prints every setting with its meaning and what it is now.',
  run([flag], { env, print }) {
    if (flag === '--markdown') {
      print(configPage());
      return Promise.resolve();
    }
    const now = new Map(showConfig(env).map(({ name, value }) => [name, value]));
    for (const { name, meaning, default: fallback } of describeConfig()) {
      const given = fallback === undefined || fallback === '' ? '' : ` Default: ${fallback}.`;
      print(`${name}=${now.get(name) ?? ''}\n    ${meaning}${given}`);
    }
    return Promise.resolve();
  },
};

/** `docs/config.md`, printed from the one description of all settings. */
export function configPage(): string {
  const rows = describeConfig().map(
    ({ name, default: fallback, meaning, secret }) =>
      `| \`${name}\` | ${fallback === undefined || fallback === '' ? '' : `\`${fallback}\``} | ${meaning}${secret ? ' Secret: never printed.' : ''} |`,
  );
  return [
    '# Settings',
    '',
    'Environment variables, printed by `hub config --markdown`. An empty value counts as not set.',
    '',
    '| Variable | Default | Meaning |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
