import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { ADD } from './journey.js';
import type { Journey } from './journey.js';

interface Example {
  /** The next line it prints that holds the words. */
  prints(words: string): Promise<string>;
  /** Resolves with its exit code. */
  readonly ended: Promise<number | null>;
  interrupt(): void;
}

function runExample(name: string, ...words: readonly string[]): Example {
  const program = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return {
    ended,
    interrupt: () => void child.kill('SIGINT'),
    async prints(words) {
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
        if (line.value.includes(words)) return line.value;
      }
      throw new Error(`${name} ended and never printed ${words}`);
    },
  };
}

export function examples(journey: Journey): void {
  test('the example of an issuer pushes a badge, and again', async () => {
    const { hub } = journey;
    const she = await journey.earner('example-issuer@example.org');
    const { urls } = journey.issue(she);
    const first = runExample('push-badge.mjs', hub.url, urls.assertion);
    await first.prints('PENDING off_');
    expect(await first.ended).toBe(0);
    const again = runExample('push-badge.mjs', hub.url, urls.assertion);
    await again.prints('ALREADY_THERE off_');
    expect(await again.ended).toBe(0);
  });

  test('the example of a displayer shows what is added while it runs', async () => {
    const { hub } = journey;
    const she = await journey.earner('example-displayer@example.org');
    const collection = await journey.collection(she);
    const badge = await journey.badge(she);
    const displayer = runExample('displayer.mjs', hub.url, collection);
    await displayer.prints('holds 0 badges');
    await hub.data(ADD, { collection, badge }, she.token);
    expect(await displayer.prints('BADGE_ADDED')).toContain('VALID');
    displayer.interrupt();
    expect(await displayer.ended).toBe(0);
  });

  test('the example of the library verifies, bakes and unbakes a badge', async () => {
    const example = runExample('verify-a-badge/run.mjs');
    expect(await example.prints('Welding')).toBe('Welding, level 1: VALID');
    expect(await example.prints('recipient')).toContain('is a match');
    expect(await example.prints('unbaked')).toContain('yes');
    expect(await example.prints('baked picture')).toContain('VALID');
    expect(await example.prints('took it back')).toContain('REVOKED');
    expect(await example.ended).toBe(0);
  });
}
