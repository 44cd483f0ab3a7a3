import type { Route } from '../http/http-types.js';
import { accountRoute } from './account-route.js';
import type { AccountOptions } from './account-route.js';
import { addressesPage } from './addresses-page.js';
import { appsPage } from './apps-page.js';
import { collectionsPage } from './collections-page.js';
import { confirmEmailRoute } from './confirm-email-page.js';
import { developersPage } from './developers-page.js';
import { downloadRoute } from './download-route.js';
import { issuersPage } from './issuers-page.js';
import { linksPage } from './links-page.js';
import { profilePage } from './profile-page.js';
import { sessionsPage } from './sessions-page.js';

export { button, when } from './account-nav.js';
export { accountRoute } from './account-route.js';
export type { AccountOptions, AccountPage } from './account-route.js';
export { act, textIn } from './action.js';

/** Everything a person sees and changes about her account. */
export const accountRoutes = (options: AccountOptions): readonly Route[] => [
  accountRoute(profilePage, options),
  accountRoute(addressesPage, options),
  accountRoute(sessionsPage(options.providers), options),
  accountRoute(appsPage, options),
  accountRoute(issuersPage, options),
  accountRoute(collectionsPage, options),
  accountRoute(linksPage, options),
  accountRoute(developersPage, options),
  confirmEmailRoute(options),
  downloadRoute(options),
];
