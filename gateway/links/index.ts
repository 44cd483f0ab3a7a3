export { linkRoutes } from './link-routes.js';
export type { LinkPorts } from './link-ports.js';
