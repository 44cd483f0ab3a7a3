export { signInForm } from './account-card.js';
export { emailField } from './email-field.js';
export { ask, nodesOf } from './graph-client.js';
export type {
  Asking,
  GraphAnswer,
  GraphClient,
  Nodes,
  Operation,
  RefusedReply,
} from './graph-client.js';
export { homeRoute } from './home-route.js';
export { html } from './html.js';
export type { Html } from './html.js';
export { mailboxRoutes } from './mailbox-routes.js';
export { metricsRoute } from './metrics-route.js';
export { PRIVATE_HEADERS, renderPage, sendPage, sendSeeOther, sendToSignIn } from './page.js';
export type { Page } from './page.js';
export { readsPages, refusalPage } from './refusal-page.js';
export { readForm } from './read-form.js';
export { shownHost } from './shown-host.js';
export { shownName } from './shown-name.js';
export type { Named } from './shown-name.js';
export { playgroundRoutes } from './playground-routes.js';
