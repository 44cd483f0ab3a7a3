import { Arg, Ctx, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { newestFirst, toConnection } from '../../../src/graphql/index.js';
import type { Connection, CursorCodec, SubgraphContext } from '../../../src/graphql/index.js';
import { earnerActing } from '../../../src/policy/index.js';
import { limitSettingModel, listClients, readAudit } from '../../../src/store/index.js';
import { EarnerType } from '../account/earner.type.js';
import { earnerModel } from '../account/earner.model.js';
import { addressModel } from '../addresses/address.model.js';
import {
  AuditConnectionType,
  HubClientConnectionType,
  HubKeyType,
  HubLimitType,
} from './operator.type.js';
import type { AuditEntryType, HubClientType } from './operator.type.js';
import {
  deleteAnyClient,
  rotateKey,
  setClientSuspended,
  setLimit,
  setOperator,
} from './operators.js';
import type { OperatorDeps } from './operators.js';

export interface OperatorResolverDeps extends OperatorDeps {
  readonly cursors: CursorCodec;
  readonly pageLimit: number;
}

const FIRST = { defaultValue: 20, description: 'How many.' };
const AFTER = { nullable: true, description: 'Behind this cursor.' } as const;
const CLIENT = { description: 'A client id.' };
const EARNER = { description: 'An earner.' };

/** Running the hub: only for operators. Each act is in the audit log. */
@Resolver()
export class OperatorResolver {
  constructor(private readonly deps: OperatorResolverDeps) {}

  @Query(() => HubClientConnectionType, {
    description: 'All registered clients, the newest first. Operators only.',
  })
  async hubClients(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null | undefined,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<Connection<HubClientType>> {
    earnerActing(principal, 'hub.operate');
    const list = newestFirst('hub clients', 'createdAt', { first, after }, this.deps);
    const rows = await listClients(this.deps.database, { behind: list.behind, limit: list.limit });
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.createdAt),
      node: ({ _id, name, host, createdAt, suspendedAt }) => ({
        id: _id,
        name,
        host,
        createdAt,
        ...(suspendedAt && { suspendedAt }),
      }),
    });
  }

  @Query(() => [HubKeyType], { description: 'The hub’s signing keys. Operators only.' })
  async hubKeys(@Ctx() { principal }: SubgraphContext): Promise<readonly HubKeyType[]> {
    earnerActing(principal, 'hub.operate');
    const keys = await this.deps.keys.list();
    return keys.map(({ _id, status, createdAt, since }) => ({ id: _id, status, createdAt, since }));
  }

  @Query(() => [HubLimitType], { description: 'How often what may be done. Operators only.' })
  async hubLimits(@Ctx() { principal }: SubgraphContext): Promise<readonly HubLimitType[]> {
    earnerActing(principal, 'hub.operate');
    const set = await this.deps.database.model(limitSettingModel).find().lean();
    return this.deps.limits.map(({ name, uses, perSeconds }) => ({
      name,
      uses: set.find(({ _id }) => _id === name)?.uses ?? uses,
      perSeconds,
      configured: uses,
    }));
  }

  @Query(() => [EarnerType], { description: 'Who runs this hub. Operators only.' })
  async hubOperators(@Ctx() { principal }: SubgraphContext): Promise<readonly EarnerType[]> {
    earnerActing(principal, 'hub.operate');
    const { database, operators } = this.deps;
    const appointed = await database.model(earnerModel).find({ operator: true }, { _id: 1 }).lean();
    const configured = await database
      .model(addressModel)
      .find({ _id: { $in: [...operators] } }, { earner: 1 })
      .lean();
    const ids = [...configured.map(({ earner }) => earner), ...appointed.map(({ _id }) => _id)];
    return [...new Set(ids)].map((id) => ({ id }));
  }

  @Query(() => AuditConnectionType, {
    description: 'What operators did, the newest first. Operators only.',
  })
  async auditLog(
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => String, AFTER) after: string | null | undefined,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<Connection<AuditEntryType>> {
    earnerActing(principal, 'hub.operate');
    const list = newestFirst('audit', 'at', { first, after }, this.deps);
    const rows = await readAudit(this.deps.database, { behind: list.behind, limit: list.limit });
    return toConnection(rows, list.page, {
      cursor: (row) => list.cursorOf(row._id, row.at),
      node: ({ _id, ...entry }) => ({ id: _id, ...entry }),
    });
  }

  @Mutation(() => ID, { description: 'Stops a client: no token of it counts. Operators only.' })
  async suspendClient(
    @Arg('id', () => ID, CLIENT) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setClientSuspended(earnerActing(principal, 'hub.operate'), id, true, this.deps);
    return id;
  }

  @Mutation(() => ID, { description: 'Lets a stopped client go on. Operators only.' })
  async resumeClient(
    @Arg('id', () => ID, CLIENT) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setClientSuspended(earnerActing(principal, 'hub.operate'), id, false, this.deps);
    return id;
  }

  @Mutation(() => ID, { description: 'Deletes anybody’s client. Operators only.' })
  async deleteClientForHub(
    @Arg('id', () => ID, CLIENT) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await deleteAnyClient(earnerActing(principal, 'hub.operate'), id, this.deps);
    return id;
  }

  @Mutation(() => ID, { description: 'Makes an earner an operator. Operators only.' })
  async appointOperator(
    @Arg('earner', () => ID, EARNER) earner: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setOperator(earnerActing(principal, 'hub.operate'), earner, true, this.deps);
    return earner;
  }

  @Mutation(() => ID, {
    description: 'Takes that back; operators of the configuration stay. Operators only.',
  })
  async dismissOperator(
    @Arg('earner', () => ID, EARNER) earner: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setOperator(earnerActing(principal, 'hub.operate'), earner, false, this.deps);
    return earner;
  }

  @Mutation(() => Boolean, {
    description:
      'A new key signs from now on; the old one is published a week longer. Operators only.',
  })
  async rotateKey(@Ctx() { principal }: SubgraphContext): Promise<boolean> {
    await rotateKey(earnerActing(principal, 'hub.operate'), this.deps);
    return true;
  }

  @Mutation(() => ID, { description: 'Sets how often something may be done. Operators only.' })
  async setLimit(
    @Arg('name', () => ID, { description: 'A limit.' }) name: string,
    @Arg('uses', () => Int, { description: 'How often; at least 1.' }) uses: number,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setLimit(earnerActing(principal, 'hub.operate'), name, uses, this.deps);
    return name;
  }

  @Mutation(() => ID, { description: 'Goes back to what is configured. Operators only.' })
  async resetLimit(
    @Arg('name', () => ID, { description: 'A limit.' }) name: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await setLimit(earnerActing(principal, 'hub.operate'), name, undefined, this.deps);
    return name;
  }
}
