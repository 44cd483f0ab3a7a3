import { expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import type { Role } from '../support/hub.js';
import { until } from '../support/until.js';
import { ACCEPT, ADD, PUSH } from './journey.js';
import type { Journey, Receipt } from './journey.js';

const BADGES = 30;

export function killedMidway(journey: Journey): void {
  /**
   * Sends all requests, kills the role at a random moment between the first and the last answer, starts
   * it again and repeats all of them. What was answered before and after, by request.
   */
  async function twice<T>(
    role: Role,
    requests: readonly (() => Promise<T>)[],
  ): Promise<readonly { readonly before: T | undefined; readonly after: T }[]> {
    const killAfter = randomInt(1, requests.length);
    let answered = 0;
    let killed: Promise<void> | undefined;
    const before = await Promise.all(
      requests.map(async (request) => {
        try {
          const answer = await request();
          answered += 1;
          if (answered === killAfter) killed = journey.hub.kill(role);
          return answer;
        } catch {
          return undefined;
        }
      }),
    );
    await killed;
    await journey.hub.restart(role);
    await until(async () => (await fetch(`${journey.hub.url}/readyz`)).ok);
    const after: T[] = [];
    for (const request of requests) after.push(await request());
    return after.map((answer, index) => ({ before: before[index], after: answer }));
  }

  test('what was acknowledged is there, and nothing is there twice', async () => {
    const { hub, db } = journey;
    const she = await journey.earner('survivor@example.org');
    const mine = { recipient: 'survivor@example.org' };
    const urls = Array.from({ length: BADGES }, () => journey.issue(she).urls.assertion);

    const pushes = await twice(
      'badge',
      urls.map(
        (url) => async () => (await hub.data<{ pushBadge: Receipt }>(PUSH, { url })).pushBadge,
      ),
    );
    for (const { before, after } of pushes) {
      if (before === undefined) continue;
      expect(before.state).toBe('PENDING');
      expect(after).toMatchObject({ state: 'ALREADY_THERE', offerId: before.offerId });
    }
    const offers = await db.collection('offers').find(mine).toArray();
    expect(offers).toHaveLength(BADGES);

    const accepts = await twice(
      'badge',
      pushes.map(({ after: { offerId: id } }) => async () => {
        const accepted = await hub.data<{ acceptOffer: { id: string } }>(ACCEPT, { id }, she.token);
        return accepted.acceptOffer.id;
      }),
    );
    for (const { before, after } of accepts) expect(before ?? after).toBe(after);
    const badges = accepts.map(({ after }) => after).sort();
    const { me } = await hub.data<{ me: { id: string } }>('{ me { id } }', {}, she.token);
    const kept = await db.collection('badges').find({ earner: me.id }).toArray();
    expect(kept.map(({ _id }) => String(_id)).sort()).toEqual(badges);
    expect(new Set(badges).size).toBe(BADGES);

    const about = { subject: { $in: [...badges, ...offers.map(({ _id }) => _id)] } };
    const reports = await db.collection('reports').find(about).toArray();
    expect(reports.filter(({ current }) => current === true)).toHaveLength(2 * BADGES);
    expect(reports).toHaveLength(2 * BADGES);

    const collection = await journey.collection(she);
    await twice(
      'collection',
      badges.map((badge) => () => hub.data(ADD, { collection, badge }, she.token)),
    );
    const shown = await hub.data(
      `query ($collection: ID!) { collection(id: $collection) {
         rev badges(first: 100) { edges { node { id } } } } }`,
      { collection },
    );
    const { rev, badges: connection } = (
      shown as { collection: { rev: number; badges: { edges: { node: { id: string } }[] } } }
    ).collection;
    expect(rev).toBe(BADGES);
    expect(connection.edges.map(({ node }) => node.id).sort()).toEqual(badges);
    const changes = await db.collection('collection_changes').find({ collection }).toArray();
    const revs = changes.map((change) => Number(change['rev'])).sort((a, b) => a - b);
    expect(revs).toEqual(Array.from({ length: BADGES }, (_, index) => index + 1));
    expect(new Set(changes.map((change) => String(change['badge']))).size).toBe(BADGES);
  });
}
