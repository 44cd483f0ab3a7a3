import { describe, expect, jest, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import type { Principal } from '../../src/runtime/index.js';
import { storyOn } from '../graph/story.js';
import { testGraph } from '../support/graph.js';

jest.setTimeout(300_000);

const graph = testGraph({
  HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS: '1000000',
  HUB_LIMIT_LOOKUPS_PER_MINUTE: '1000000',
});
const story = storyOn(graph);

const ROUNDS = 400;
const WARM_UP = 50;
/** Of the control's own noise, and of the time of one question; whichever is more. */
const MARGIN = { timesTheControl: 3, share: 0.05 };

type Ask = (address: string) => Promise<unknown>;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function millisecondsOf(ask: Ask, address: string): Promise<number> {
  const before = process.hrtime.bigint();
  await ask(address);
  return Number(process.hrtime.bigint() - before) / 1e6;
}

/**
 * Asks about a known, an unknown and another unknown address in turns, in an order that changes. What two
 * unknown ones differ by is noise; the known one may not differ by more.
 */
async function compare(ask: Ask, known: string) {
  const samples: Record<'known' | 'unknown' | 'control', number[]> = {
    known: [],
    unknown: [],
    control: [],
  };
  // All three are asked about as often: that one is asked about again must not show either.
  const [unknown, control] = [story.newAddress(), story.newAddress()];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    const turns = [
      ['known', known],
      ['unknown', unknown],
      ['control', control],
    ] as const;
    for (let turn = 0; turn < turns.length; turn += 1) {
      const [which, address] = turns[(round + turn) % turns.length] ?? turns[0];
      const took = await millisecondsOf(ask, address);
      if (round >= WARM_UP) samples[which].push(took);
    }
  }
  const differences = (other: readonly number[]) =>
    median(samples.unknown.map((one, index) => (other[index] ?? 0) - one));
  return {
    known: Math.abs(differences(samples.known)),
    control: Math.abs(differences(samples.control)),
    one: median(samples.unknown),
  };
}

const data =
  (as: () => Principal, query: string): Ask =>
  (email) =>
    graph.data(as(), query, { email });

let signedIn: Principal = ANONYMOUS;
const nobody = () => ANONYMOUS;

describe('the time of an answer tells nothing about an address:', () => {
  test.each<[string, Ask]>([
    [
      'requestSignIn',
      data(
        nobody,
        'mutation ($email: EmailAddress!) { requestSignIn(email: $email) { accepted } }',
      ),
    ],
    [
      'earnerByEmail, for whoever is not to be found',
      data(nobody, 'query ($email: EmailAddress!) { earnerByEmail(email: $email) { id } }'),
    ],
    [
      'addEmail',
      data(
        () => signedIn,
        'mutation ($email: EmailAddress!) { addEmail(email: $email) { accepted } }',
      ),
    ],
    [
      'pushBadge',
      (email) => {
        const { urls } = story.issuer.issue({ recipient: email });
        return story.push({ assertionUrl: urls.assertion }, email);
      },
    ],
  ])('%s', async (_, ask) => {
    const known = await story.earner();
    signedIn = (await story.earner()).as;
    const found = await compare(ask, known.email);
    const allowed = Math.max(MARGIN.timesTheControl * found.control, MARGIN.share * found.one);
    process.stdout.write(`${JSON.stringify(found)} allowed ${allowed.toFixed(3)} ms\n`);
    expect(found.known).toBeLessThan(allowed);
  });
});
