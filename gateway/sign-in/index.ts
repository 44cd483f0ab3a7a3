import type { Route } from '../http/http-types.js';
import type { SignInOptions } from './options.js';
import { requestSignInRoute } from './request-sign-in-route.js';
import { signInRoute } from './sign-in-route.js';
import { signOutRoute } from './sign-out-route.js';

export { providerRoutes } from './with-provider/index.js';
export type { ProviderPorts } from './with-provider/index.js';
export type { SignInOptions } from './options.js';

/** Everything a browser needs to sign in by a mailed link and out again. */
export const signInRoutes = (options: SignInOptions): readonly Route[] => [
  signInRoute(options),
  requestSignInRoute(options),
  signOutRoute(options),
];
