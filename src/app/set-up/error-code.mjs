/**
 * The code of a system error ("ENOENT"). Asks for the property, not for the class: inside the test
 * runner Node's own errors are of another realm, where `instanceof Error` says no.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function errorCode(error) {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
