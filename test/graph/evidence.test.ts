import { describe, expect, test } from '@jest/globals';
import { badgeReader } from '../../subgraphs/badge/index.js';
import { evidenceModel } from '../../subgraphs/verification/evidence.model.js';
import { evidenceOf, repeatJudgement } from '../../subgraphs/verification/index.js';
import { reportModel, standingOf } from '../../subgraphs/verification/report.model.js';
import { badgeToSign, fetchFrom } from '../support/badges.js';
import { testGraph } from '../support/graph.js';
import { endorsementOf } from '../support/issue-endorsement.js';
import { signText } from '../support/issue-jws.js';
import { DAY_MS, REMOVE, holdingsOn } from './held-badge.js';
import type { HeldBadge } from './held-badge.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);
const holdings = holdingsOn(graph, story);

const evidence = () => graph.parts.database.model(evidenceModel);
const reports = () => graph.parts.database.model(reportModel);

/** What judging says today by what a stored report rests on. */
async function repeated(report: string) {
  const { database } = graph.parts;
  const judged = await repeatJudgement(report, { database, sources: badgeReader(database) });
  if (judged === null) throw new Error('nothing is kept for this report');
  return judged.report;
}

async function expectRepeatable(badge: string): Promise<void> {
  const report = await holdings.report(badge);
  graph.clock.pass(10 * 365 * DAY_MS);
  expect(await repeated(report._id)).toEqual(standingOf(report));
}

/** A signed badge in her backpack. */
async function signedBadge(): Promise<Pick<HeldBadge, 'she' | 'badge'>> {
  const she = await story.earner();
  const base = 'https://signer.example';
  const { assertion, documents } = badgeToSign({ base, recipient: she.email });
  graph.issuers.set(base, fetchFrom(documents));
  const signature = signText(JSON.stringify(assertion));
  const { offerId } = await story.push({ signature }, she.email);
  return { she, badge: await holdings.accept(she, offerId ?? '') };
}

describe('what a report rests on is kept, and gives the same report years later', () => {
  test('of an offer, up to what was said about the push', async () => {
    const { offer } = await holdings.hold();
    const report = await holdings.report(offer);
    const again = await repeated(report._id);
    const { findings, ...said } = standingOf(report);
    expect(again).toMatchObject(said);
    expect(again.findings).toEqual(findings.filter(({ check }) => check !== 'RECIPIENT'));
  });

  test('of a hosted badge', async () => {
    const held = await holdings.hold();
    expect(await holdings.reverify(held)).toBe('VALID');
    await expectRepeatable(held.badge);
  });

  test('of a badge that names its recipient by a hash', async () => {
    const held = await holdings.hold({ salt: 'deadsea' });
    expect(await holdings.reverify(held)).toBe('VALID');
    await expectRepeatable(held.badge);
  });

  test('of a signed badge', async () => {
    const held = await signedBadge();
    expect(await holdings.reverify(held)).toBe('VALID');
    await expectRepeatable(held.badge);
  });

  test('of one that its issuer took back', async () => {
    const held = await holdings.hold();
    held.issuer.answers(held.urls.assertion, { status: 410 });
    expect(await holdings.reverify(held)).toBe('REVOKED');
    await expectRepeatable(held.badge);
  });

  test('of one that its issuer changed, against her own copy', async () => {
    const held = await holdings.hold();
    const changed = { ...held.assertion, narrative: 'Something else.' };
    held.issuer.answers(held.urls.assertion, { body: bytes(changed) });
    await holdings.reverify(held);
    expect((await holdings.report(held.badge)).findings).toContainEqual(
      expect.objectContaining({ check: 'CHANGED', outcome: 'WARN' }),
    );
    await expectRepeatable(held.badge);
  });

  test('of one that now names somebody else', async () => {
    const held = await holdings.hold();
    const recipient = { type: 'email', hashed: false, identity: 'somebody-else@example.org' };
    held.issuer.answers(held.urls.assertion, { body: bytes({ ...held.assertion, recipient }) });
    expect(await holdings.reverify(held)).toBe('INVALID');
    await expectRepeatable(held.badge);
  });

  test('of one that others endorse', async () => {
    const base = 'https://endorsed.example';
    const { reference, documents } = endorsementOf(`${base}/classes/welding`, 1, {});
    graph.issuers.set('https://endorser.example', fetchFrom(documents));
    const held = await holdings.hold({
      base,
      changes: { badgeClass: { endorsement: reference } },
    });
    await holdings.reverify(held);
    const report = await holdings.report(held.badge);
    expect(report.endorsements).toMatchObject([{ about: 'BADGE_CLASS', verdict: 'VALID' }]);
    await expectRepeatable(held.badge);
  });
});

describe('what is kept', () => {
  test('is one piece for a report, replaced as long as the verdict is the same', async () => {
    const held = await holdings.hold();
    const report = await holdings.report(held.badge);
    held.issuer.answers(held.urls.assertion, { etag: '"second"' });
    await holdings.reverify(held);
    expect(await evidence().countDocuments({ subject: held.badge })).toBe(1);
    const kept = await evidenceOf(report._id, graph.parts.database);
    const answer = kept?.answers.find(({ asked }) => asked === held.urls.assertion)?.answer;
    expect(answer).toMatchObject({ etag: '"second"' });
  });

  test('stays the last answer while the issuer cannot be asked', async () => {
    const held = await holdings.hold();
    const { _id } = await holdings.report(held.badge);
    const before = await evidenceOf(_id, graph.parts.database);
    held.issuer.unplug();
    expect(await holdings.reverify(held)).toBe('VALID');
    expect(await evidenceOf(_id, graph.parts.database)).toEqual(before);
    expect((await repeated(_id)).verdict).toBe('VALID');
  });

  test('explains a verdict that needed no issuer', async () => {
    const expires = new Date(graph.clock.now().getTime() + DAY_MS).toISOString();
    const held = await holdings.hold({ expires });
    held.issuer.unplug();
    graph.clock.pass(2 * DAY_MS);
    expect(await holdings.reverify(held)).toBe('EXPIRED');
    expect((await repeated((await holdings.report(held.badge))._id)).verdict).toBe('EXPIRED');
  });

  test('holds of her addresses only the one that the badge names', async () => {
    const held = await holdings.hold();
    await holdings.reverify(held);
    const kept = await evidence().findOne({ subject: held.badge }).lean();
    expect(kept?.question.recipients).toEqual([held.she.email]);
    const recipient = { type: 'email', hashed: false, identity: 'somebody-else@example.org' };
    held.issuer.answers(held.urls.assertion, { body: bytes({ ...held.assertion, recipient }) });
    await holdings.reverify(held);
    const { _id } = await holdings.report(held.badge);
    expect((await evidence().findById(_id).lean())?.question.recipients).toEqual([]);
  });

  test('goes with the badge; of an offer it goes when the offer does', async () => {
    const held = await holdings.hold();
    held.issuer.answers(held.urls.assertion, { status: 410 });
    await holdings.reverify(held);
    expect(await evidence().countDocuments({ subject: held.badge })).toBe(2);
    await graph.data(held.she.as, REMOVE, { id: held.badge });
    expect(await evidence().countDocuments({ subject: held.badge })).toBe(0);
    const { expiresAt } = await holdings.report(held.offer);
    const kept = await evidence().findOne({ subject: held.offer }).lean();
    expect(kept?.expiresAt).toEqual(expiresAt);
    expect(expiresAt).toBeInstanceOf(Date);
  });

  test('is bounded for a badge that keeps changing its mind', async () => {
    const held = await holdings.hold();
    for (let turn = 0; turn < 24; turn += 1) {
      held.issuer.answers(held.urls.assertion, { status: turn % 2 === 0 ? 410 : 200 });
      await holdings.reverify(held);
    }
    const kept = await reports().find({ subject: held.badge }).sort({ checkedAt: -1 }).lean();
    expect(kept).toHaveLength(21);
    expect(kept.map(({ current }) => current).indexOf(true)).toBe(0);
    const ids = (await evidence().find({ subject: held.badge }).lean()).map(({ _id }) => _id);
    expect(ids.sort()).toEqual(kept.map(({ _id }) => _id).sort());
  });

  test('may be as large as gathering allows', async () => {
    const held = await holdings.hold();
    const report = await holdings.report(held.badge);
    const kept = await evidence().findById(report._id).lean();
    if (kept === null) throw new Error('nothing is kept');
    const body = Buffer.alloc(8 * 1024 * 1024, 1);
    const source = { kind: 'image' as const, bytes: Buffer.alloc(2 * 1024 * 1024, 2) };
    const answers = [{ ...kept.answers[0], asked: 'https://a.example/', kind: 'answered', body }];
    await evidence().replaceOne({ _id: report._id }, { ...kept, source, answers });
    const found = await evidenceOf(report._id, graph.parts.database);
    expect(found?.answers[0]?.answer).toHaveProperty('body.byteLength', body.byteLength);
    expect(found?.source).toHaveProperty('bytes.byteLength', 2 * 1024 * 1024);
  });
});

test('reports of before evidence and endorsements were kept are read all the same', async () => {
  const held = await holdings.hold();
  await reports().updateMany({ subject: held.badge }, { $unset: { endorsements: 1 } });
  await evidence().deleteMany({ subject: held.badge });
  const { badge } = await graph.data<{ badge: { verification: unknown } }>(
    held.she.as,
    'query ($id: ID!) { badge(id: $id) { verification { verdict endorsements { verdict } } } }',
    { id: held.badge },
  );
  expect(badge.verification).toEqual({ verdict: 'VALID', endorsements: [] });
  const { database } = graph.parts;
  const { _id } = await holdings.report(held.badge);
  expect(await repeatJudgement(_id, { database, sources: badgeReader(database) })).toBeNull();
  expect(await holdings.reverify(held)).toBe('VALID');
  expect((await repeated(_id)).verdict).toBe('VALID');
});

function bytes(document: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(document));
}
