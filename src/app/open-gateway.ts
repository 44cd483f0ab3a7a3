import { fileURLToPath } from 'node:url';
import { hubPages, startGateway } from '../../gateway/index.js';
import type { Gateway, HubPorts, TransportFactory } from '../../gateway/index.js';
import { createPrincipalSigner, deriveKey } from '../runtime/index.js';
import { wireGateway } from './wire-gateway.js';
import type { HubParts } from './wire.js';

/** The composed graph as checked in; the build copies it beside the code. */
export const supergraphFile = fileURLToPath(
  new URL('../../schema/supergraph.graphql', import.meta.url),
);

/** Opens the hub's public surface; only how it reaches the subgraphs differs between the two shapes. */
export function openGateway(
  parts: HubParts,
  options: {
    readonly supergraphSdl: string;
    readonly transport: TransportFactory;
    /** Names of subgraphs elsewhere that do not answer. */
    readonly unreachable?: () => Promise<readonly string[]>;
  },
): Promise<Gateway> {
  const { config, clock, log, secret } = parts;
  const { unreachable = () => Promise.resolve([]), ...graph } = options;
  const hub = wireGateway(parts);
  const ports = { ...hub, ready: async () => [...(await hub.ready()), ...(await unreachable())] };
  return startGateway({
    ...graph,
    ports,
    routes: hubRoutes(parts, ports),
    config,
    log,
    clock,
    signer: createPrincipalSigner(deriveKey(secret, 'principal'), clock),
  });
}

/** Everything besides the graph itself. */
export const hubRoutes = (
  { config, clock, log }: HubParts,
  ports: HubPorts,
): ReturnType<typeof hubPages> =>
  hubPages({
    ports,
    clock,
    log,
    publicUrl: config.publicUrl,
    production: config.production,
    metricsPublic: config.metricsPublic,
  });
