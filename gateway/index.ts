export { createHttpTransports } from './subgraphs/http-transport.js';
export { hubPages } from './pages.js';
export { PortTaken } from './http/listen.js';
export type { GatewayPorts, HubPorts, OAuthPorts } from './ports.js';
export type { ProviderPorts } from './sign-in/index.js';
export { startStandaloneGateway } from './standalone.js';
export { startGateway } from './start-gateway.js';
export type { Gateway } from './start-gateway.js';
export type { SubgraphTransport, TransportFactory } from './subgraphs/subgraph-transport.js';
