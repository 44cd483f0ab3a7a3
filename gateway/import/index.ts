export { importRoute } from './import-route.js';
export type { ImportOptions } from './import-route.js';
