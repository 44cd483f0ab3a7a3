import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing, mayActFor } from '../../../src/policy/index.js';
import { clientsOwnedBy, connectionsOf, findClients } from '../../../src/store/index.js';
import type { ClientDirectory } from '../../ports.js';
import { EarnerType } from '../account/earner.type.js';
import {
  ClientInput,
  ClientRegistrationType,
  ConnectedAppType,
  DisplayerType,
  OwnClientType,
} from './app.type.js';
import { disconnectApp } from './connected-apps.js';
import {
  deleteOwnClient,
  registerOwnClient,
  renewClientSecret,
  updateOwnClient,
  wordsOf,
} from './register-client.js';
import type { ClientDeps, Registered } from './register-client.js';

export interface AppResolverDeps extends ClientDeps {
  readonly clients: ClientDirectory;
}

const INPUT = { description: 'What it is.' };
const OWN = { description: 'A client of yours.' };

/** Apps an earner connected, and clients she registered. */
@Resolver(() => EarnerType)
export class AppResolver {
  constructor(private readonly deps: AppResolverDeps) {}

  @Query(() => DisplayerType, {
    nullable: true,
    description: 'A registered client by id; null if there is none.',
  })
  async displayer(
    @Arg('id', () => ID, { description: 'A client id.' }) id: string,
  ): Promise<DisplayerType | null> {
    return (await this.deps.clients.clients([id])).get(id) ?? null;
  }

  @FieldResolver(() => [ConnectedAppType], {
    nullable: true,
    description: 'Apps that may act for her, the newest first; only for herself.',
  })
  async connectedApps(@Root() { id }: EarnerType, @Ctx() { principal }: SubgraphContext) {
    if (!mayActFor(principal, id, 'account.read')) return null;
    const { database, clock } = this.deps;
    const connections = await connectionsOf(id, database, clock.now());
    const known = await findClients(
      connections.map(({ client }) => client),
      database,
    );
    return connections.map((connection) => {
      const client = known.find(({ _id }) => _id === connection.client);
      const { name = connection.client, host = '' } = client ?? {};
      return { ...connection, client: { id: connection.client, name, host } };
    });
  }

  @Mutation(() => ID, {
    description: 'Ends what an app may do for you: its tokens are dead, its streams end.',
  })
  async disconnectApp(
    @Arg('client', () => ID, { description: 'A connected app.' }) client: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await disconnectApp(earnerActing(principal, 'account.change'), client, this.deps);
    return client;
  }

  @Query(() => [OwnClientType], { description: 'Clients you registered, the newest first.' })
  async myClients(@Ctx() { principal }: SubgraphContext): Promise<readonly OwnClientType[]> {
    const owner = earnerActing(principal, 'clients.manage');
    const found = await clientsOwnedBy(owner, this.deps.database);
    return Promise.all(
      found.map(async (client) => ({
        id: client._id,
        createdAt: client.createdAt,
        ...(await wordsOf(client, this.deps)),
      })),
    );
  }

  @Mutation(() => ClientRegistrationType, {
    description: 'Registers a displayer, an issuer’s server or an app.',
  })
  async registerClient(
    @Arg('input', () => ClientInput, INPUT) input: ClientInput,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<ClientRegistrationType> {
    const owner = earnerActing(principal, 'clients.manage');
    return shown(await registerOwnClient(owner, input, this.deps));
  }

  @Mutation(() => ID, { description: 'Changes what a client of yours says about itself.' })
  async updateClient(
    @Arg('id', () => ID, OWN) id: string,
    @Arg('input', () => ClientInput, INPUT) input: ClientInput,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await updateOwnClient(earnerActing(principal, 'clients.manage'), id, input, this.deps);
    return id;
  }

  @Mutation(() => ClientRegistrationType, {
    description: 'A new secret for a client of yours; the one before is worth nothing at once.',
  })
  async renewClientSecret(
    @Arg('id', () => ID, OWN) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<ClientRegistrationType> {
    const owner = earnerActing(principal, 'clients.manage');
    return shown(await renewClientSecret(owner, id, this.deps));
  }

  @Mutation(() => ID, { description: 'Deletes a client of yours with all it may do.' })
  async deleteClient(
    @Arg('id', () => ID, OWN) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await deleteOwnClient(earnerActing(principal, 'clients.manage'), id, this.deps);
    return id;
  }
}

const shown = ({ client, secret }: Registered): ClientRegistrationType => ({
  clientId: client,
  clientSecret: secret ?? null,
});
