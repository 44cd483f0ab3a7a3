import { z } from 'zod';
import { configSchema, settings } from './config-schema.js';
import type { Setting } from './config-schema.js';

export type { Setting } from './config-schema.js';

export type Config = z.output<typeof configSchema>;

/** The environment as Node gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment is wrong. The message has one line per wrong variable and never shows a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads every setting. An empty string counts as not set, because container files often pass one.
 *
 * @throws ConfigError with every wrong variable at once
 */
export const readConfig = (environment: Environment): Config => {
  const result = configSchema.safeParse(collect(configSchema, environment));
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) =>
    sentence(settingAt(issue.path), issue.message, environment),
  );
  throw new ConfigError([...new Set(sentences)]);
};

/** Every setting with its default and meaning, for `hub config` and `docs/config.md`. */
export const describeConfig = (): readonly Setting[] => describe(configSchema);

/** What each setting is now, in the order of `describeConfig`; a secret is only "set" or "not set". */
export const showConfig = (environment: Environment): readonly { name: string; value: string }[] =>
  describeConfig().map(({ name, secret, default: fallback }) => {
    const given = read(environment, name);
    if (secret) return { name, value: given === undefined ? 'not set' : 'set' };
    return { name, value: given ?? fallback ?? 'not set' };
  });

const read = (environment: Environment, name: string): string | undefined => {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
};

/** The environment in the shape of the schema. */
const collect = (schema: z.ZodObject, environment: Environment): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.shape).map(([key, field]) => [
      key,
      field instanceof z.ZodObject
        ? collect(field, environment)
        : read(environment, settingOf(field).name),
    ]),
  );

const describe = (schema: z.ZodObject): readonly Setting[] =>
  Object.values(schema.shape).flatMap((field) =>
    field instanceof z.ZodObject ? describe(field) : [settingOf(field)],
  );

const settingAt = (path: readonly PropertyKey[]): Setting => {
  const [key, inner] = path;
  const field = Object.entries(configSchema.shape).find(([name]) => name === key)?.[1];
  if (!(field instanceof z.ZodObject)) return settingOf(field);
  return settingOf(Object.entries(field.shape).find(([name]) => name === inner)?.[1]);
};

const settingOf = (field: unknown): Setting => {
  const setting = field instanceof z.ZodType ? settings.get(field) : undefined;
  if (setting === undefined) throw new Error('a setting has no description');
  return setting;
};

const sentence = (setting: Setting, right: string, environment: Environment): string => {
  const given = setting.secret
    ? 'has a wrong value'
    : `is "${read(environment, setting.name) ?? ''}"`;
  return `${setting.name} ${given}; it must be ${right}.`;
};
