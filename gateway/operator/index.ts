import type { Route } from '../http/http-types.js';
import { accountRoute } from '../account/index.js';
import type { AccountOptions } from '../account/index.js';
import { operatorPage } from './operator-page.js';

/** The page on which operators run the hub. */
export const operatorRoutes = (options: AccountOptions): readonly Route[] => [
  accountRoute(operatorPage, options),
];
