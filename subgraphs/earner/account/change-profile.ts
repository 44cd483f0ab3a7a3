import { Refusal } from '../../../src/errors.js';
import type { Visibility } from '../../../src/graphql/index.js';
import type { Database } from '../../../src/store/index.js';
import { earnerModel } from './earner.model.js';

interface ProfileDeps {
  readonly database: Database;
}

const MAX_CHARACTERS = 100;

/**
 * Sets the name others see; null takes it away.
 * @throws Refusal BAD_INPUT when it is empty, too long or holds control characters
 */
export async function setDisplayName(
  earner: string,
  displayName: string | null | undefined,
  deps: ProfileDeps,
): Promise<void> {
  const name = displayName?.trim().normalize('NFC');
  if (
    name !== undefined &&
    (name.length === 0 || name.length > MAX_CHARACTERS || /\p{C}/u.test(name))
  ) {
    throw new Refusal(
      'BAD_INPUT',
      `displayName has to be 1 to ${String(MAX_CHARACTERS)} visible characters.`,
      { field: 'displayName' },
    );
  }
  await change(earner, 'displayName', name, deps);
}

const LONGEST_LOCALE = 35;

/**
 * Sets the language she reads; null takes it away.
 * @throws Refusal BAD_INPUT when it is no language tag (BCP 47)
 */
export async function setLocale(
  earner: string,
  locale: string | null | undefined,
  deps: ProfileDeps,
): Promise<void> {
  await change(earner, 'locale', canonicalLocale(locale), deps);
}

function canonicalLocale(locale: string | null | undefined): string | undefined {
  if (locale === null || locale === undefined) return undefined;
  try {
    const [tag] = Intl.getCanonicalLocales(locale.slice(0, LONGEST_LOCALE + 1));
    if (tag !== undefined && tag.length <= LONGEST_LOCALE) return tag;
  } catch {
    // Said below, in our words.
  }
  throw new Refusal('BAD_INPUT', 'locale has to be a language tag such as de-AT (BCP 47).', {
    field: 'locale',
  });
}

/** Who may see a badge she accepts from now on. */
export async function setDefaultVisibility(
  earner: string,
  visibility: Visibility,
  deps: ProfileDeps,
): Promise<void> {
  await change(earner, 'defaultVisibility', visibility, deps);
}

/** Whether displayers may find her by a verified address. */
export async function setEmailDiscovery(
  earner: string,
  enabled: boolean,
  deps: ProfileDeps,
): Promise<void> {
  await change(earner, 'emailDiscovery', enabled, deps);
}

async function change(
  earner: string,
  field: 'displayName' | 'locale' | 'defaultVisibility' | 'emailDiscovery',
  value: string | boolean | undefined,
  { database }: ProfileDeps,
): Promise<void> {
  const update = value === undefined ? { $unset: { [field]: 1 } } : { $set: { [field]: value } };
  const { matchedCount } = await database
    .model(earnerModel)
    .updateOne({ _id: earner, mergedInto: { $exists: false } }, update);
  if (matchedCount === 0) throw new Refusal('UNAUTHENTICATED');
}
