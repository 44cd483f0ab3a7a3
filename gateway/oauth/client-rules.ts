import { errors } from 'oidc-provider';
import { wrongInClient } from '../../src/policy/index.js';
import type { ClientMetadata } from '../../src/policy/index.js';

/**
 * The hub's rules for clients, said in the protocol's way.
 *
 * @throws InvalidClientMetadata or InvalidRedirectUri of the OAuth library
 */
export function checkClient(metadata: ClientMetadata): void {
  const wrong = wrongInClient(metadata);
  if (wrong === undefined) return;
  const says = `${wrong.member} must be ${wrong.right}`;
  throw wrong.member === 'redirect_uris'
    ? new errors.InvalidRedirectUri(says)
    : new errors.InvalidClientMetadata(says);
}
