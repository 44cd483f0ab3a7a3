import { Arg, Ctx, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { DateTime } from '../../src/graphql/index.js';
import type { SubgraphContext } from '../../src/graphql/index.js';
import { earnerActing } from '../../src/policy/index.js';
import { readJobs, runJobNow } from './jobs.js';
import type { JobsDeps } from './jobs.js';

@ObjectType('HubJob', { description: 'A badge that is to be verified again.' })
export class HubJobType {
  @Field(() => ID, { description: 'The badge.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Host of its issuer.' })
  readonly host?: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly dueAt!: Date;

  @Field(() => Int, { description: 'Checks in a row that could not reach something.' })
  readonly tries!: number;
}

@ObjectType('HubJobs', { description: 'The work that nobody waits for.' })
export class HubJobsType {
  @Field(() => Int, { description: 'How many there are.' })
  readonly planned!: number;

  @Field(() => Int, { description: 'How many are due.' })
  readonly due!: number;

  @Field(() => [HubJobType], { description: 'The 50 that are due first.' })
  readonly next!: readonly HubJobType[];
}

@Resolver()
export class JobsResolver {
  constructor(private readonly deps: JobsDeps) {}

  @Query(() => HubJobsType, { description: 'What the worker has to do. Operators only.' })
  hubJobs(@Ctx() { principal }: SubgraphContext): Promise<HubJobsType> {
    earnerActing(principal, 'hub.operate');
    return readJobs(this.deps);
  }

  @Mutation(() => ID, { description: 'Verifies a badge as soon as possible. Operators only.' })
  async runJobNow(
    @Arg('id', () => ID, { description: 'A job.' }) id: string,
    @Ctx() { principal }: SubgraphContext,
  ): Promise<string> {
    await runJobNow(earnerActing(principal, 'hub.operate'), id, this.deps);
    return id;
  }
}
