import { median, round } from '../figures.js';
import { alternate, timeOf } from './alternate.js';
import { pictureContests } from './pictures.js';
import { withVerification } from './verification.js';

export interface OpenBadgesResult {
  readonly bench: 'openbadges';
  /** How many times as long the other implementation takes for the same work. */
  readonly bakeRatio: number;
  readonly unbakeRatio: number;
  readonly verifyRatio: number;
}

/** Reading, baking and verifying, beside the packages that Mozilla's backpack did it with. */
export async function benchOpenBadges(say: (line: string) => void): Promise<OpenBadgesResult> {
  const [unbaking, baking] = await pictureContests();
  const unbakeRatio = await alternate(unbaking, say);
  const bakeRatio = await alternate(baking, say);
  const verifyRatio = await withVerification(async ({ contest, withoutNetwork }) => {
    const ratio = await alternate(contest, say);
    const alone: number[] = [];
    for (let made = 0; made < 5; made += 1) alone.push(await timeOf(withoutNetwork, contest.times));
    say(
      `Of the hub's time ${round(median(alone), 3)} ms is its own; the rest is five requests, of which three wait for each other.`,
    );
    return ratio;
  });
  return { bench: 'openbadges', bakeRatio, unbakeRatio, verifyRatio };
}
