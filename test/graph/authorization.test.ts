import { beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { readFile } from 'node:fs/promises';
import { POLICY } from '../../src/policy/index.js';
import { testGraph } from '../support/graph.js';
import { COLUMNS, principalsOf } from './authorization/principals.js';
import { PROBES } from './authorization/probes.js';
import { OPEN, ROWS } from './authorization/rows.js';
import { titleOf } from './authorization/table.js';
import type { Row } from './authorization/table.js';
import { seedWorld } from './authorization/world.js';
import type { World } from './authorization/world.js';
import { storyOn } from './story.js';

const graph = testGraph({ HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '1000' });
const story = storyOn(graph);
const state: { world?: World } = {};
beforeAll(async () => {
  state.world = await seedWorld(graph, story);
});

/** What each kind of principal gets; the answers of all that stand behind one kind. */
async function answersTo(row: Row): Promise<Readonly<Record<string, string>>> {
  const { world } = state;
  const probe = PROBES[titleOf(row)];
  if (world === undefined || probe === undefined) throw new Error(`${titleOf(row)} has no probe`);
  const answers: Record<string, string> = {};
  for (const column of COLUMNS) {
    const words = new Set<string>();
    for (const as of principalsOf(column, world, row.scopes)) words.add(await probe(as, world));
    answers[column] = [...words].join(' or ');
  }
  return answers;
}

/** The graph that is checked in, where every subgraph's fields are. */
async function supergraph(): Promise<GraphQLSchema> {
  const sdl = await readFile(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  return buildSchema(sdl, { assumeValid: true });
}

const fieldsOf = (schema: GraphQLSchema, type: string): readonly string[] => {
  const found = schema.getType(type);
  if (found === undefined || !('getFields' in found)) throw new Error(`there is no ${type}`);
  return Object.keys(found.getFields());
};

describe('the table', () => {
  test.each(['Query', 'Mutation', 'Subscription', 'Earner', 'Badge', 'Collection'])(
    'has a row for every field of %s that decides something',
    async (type) => {
      const inTable = new Set(ROWS.map(({ field }) => field));
      const open = OPEN[type] ?? [];
      const missing = fieldsOf(await supergraph(), type).filter(
        (field) => !inTable.has(`${type}.${field}`) && !open.includes(field),
      );
      expect(missing).toEqual([]);
    },
  );

  test('asks for every row, and says nothing of what is not asked', () => {
    expect(ROWS.map(titleOf).sort()).toEqual(Object.keys(PROBES).sort());
  });

  test('notices a policy that allows more', async () => {
    const policy = POLICY as Record<string, { app?: readonly string[] }>;
    const cases = [
      ['badges.remove', 'Mutation.removeBadge'],
      ['collections.delete', 'Mutation.deleteCollection'],
      ['account.change', 'Mutation.trustIssuer'],
    ] as const;
    for (const [action, title] of cases) {
      const row = ROWS.find((one) => titleOf(one) === title);
      if (row === undefined) throw new Error(`there is no row ${title}`);
      const before = policy[action];
      policy[action] = { app: ['badges:write', 'collections:write', 'profile:read'] };
      try {
        expect(await answersTo(row)).not.toEqual(row.expected);
      } finally {
        policy[action] = before ?? {};
      }
    }
  });
});

describe('who may', () => {
  test.each(ROWS.map((row) => [titleOf(row), row] as const))('%s', async (_, row) => {
    expect(await answersTo(row)).toEqual(row.expected);
  });
});
