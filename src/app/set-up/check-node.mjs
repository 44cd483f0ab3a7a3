const OLDEST = { major: 20, minor: 19 };

/**
 * @param {string} version for example "20.19.4"
 * @throws {Error} when the hub does not run on this Node; says what to do
 */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new Error(
    `Backpack Hub needs Node ${OLDEST.major}.${OLDEST.minor} or newer and this is ${version}: install a newer one from https://nodejs.org and run this again.`,
  );
}
