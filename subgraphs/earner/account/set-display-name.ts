import { Refusal } from '../../../src/errors.js';
import type { Database } from '../../../src/store/index.js';
import { earnerModel } from './earner.model.js';

const MAX_CHARACTERS = 100;

/**
 * Sets the name others see; null takes it away.
 * @throws Refusal BAD_INPUT when it is empty, too long or holds control characters
 */
export async function setDisplayName(
  earner: string,
  displayName: string | null | undefined,
  deps: { readonly database: Database },
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
  const change =
    name === undefined ? { $unset: { displayName: 1 } } : { $set: { displayName: name } };
  await deps.database.model(earnerModel).updateOne({ _id: earner }, change);
}
