const WITHIN_MS = 60_000;

/**
 * One step of the story: prints it once it is true.
 * @template T
 * @param {string} says
 * @param {() => Promise<T>} act throws when it is not true
 * @returns {Promise<T>} what the step found
 */
export async function step(says, act) {
  try {
    const found = await within(act(), says);
    console.log(`✓ ${says}`);
    return found;
  } catch (error) {
    console.error(`✗ ${says}`);
    throw error;
  }
}

/**
 * @template T
 * @param {Promise<T>} act
 * @param {string} says
 * @returns {Promise<T>}
 */
async function within(act, says) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not within ${WITHIN_MS / 1000} s: ${says}`));
    }, WITHIN_MS);
  });
  try {
    return await Promise.race([act, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}
