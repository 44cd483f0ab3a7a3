export { providerRoutes } from './provider-routes.js';
export type { ProviderPorts } from './provider-routes.js';
