import { expect, test } from '@jest/globals';
import type { Journey } from './journey.js';

const AT_ONCE = 50;

export function samePush(journey: Journey): void {
  test('of fifty equal pushes at the same moment one is new', async () => {
    const mine = { recipient: 'popular@example.org' };
    const { urls } = journey.issuer.issue(mine);
    const receipts = await Promise.all(
      Array.from({ length: AT_ONCE }, () => journey.push(urls.assertion)),
    );
    const states = receipts.map(({ state }) => state).sort();
    expect(states).toEqual([...Array<string>(AT_ONCE - 1).fill('ALREADY_THERE'), 'PENDING']);
    expect(new Set(receipts.map(({ offerId }) => offerId)).size).toBe(1);

    const offers = await journey.db.collection('offers').find(mine).toArray();
    expect(offers.map(({ _id }) => String(_id))).toEqual([receipts[0]?.offerId]);
    const reports = journey.db.collection('reports');
    expect(await reports.countDocuments({ subject: receipts[0]?.offerId ?? '' })).toBe(1);
  });
}
