import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryProcess } from '../support/hub-process.js';
import type { Settings } from '../support/hub-process.js';
import type { Shape } from '../support/hub.js';
import { testDatabase } from '../support/replica-set.js';
import { DEAD_ORIGIN, UNKNOWN_ORIGIN } from './hostile-issuer.js';
import type { Journey } from './journey.js';

const HOOK = new URL('../support/note-connections.js', import.meta.url).href;

export interface Connections {
  /** With these a hub notes where it connects to. */
  readonly settings: Settings;
  /** Every destination so far, as `host:port`. */
  noted(): Promise<ReadonlySet<string>>;
}

/** Looks over the shoulder of a hub's processes, from their very start. */
export function noteConnections(...planted: readonly string[]): Connections {
  const folder = mkdtempSync(join(tmpdir(), 'hub-connections-'));
  const file = join(folder, 'noted');
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const modules = [HOOK, ...planted.map((code) => `data:text/javascript,${encodeURI(code)}`)];
  return {
    settings: {
      NODE_OPTIONS: modules.map((module) => `--import=${module}`).join(' '),
      NOTE_CONNECTIONS_IN: file,
    },
    noted: async () => new Set((await readFile(file, 'utf8')).trim().split('\n')),
  };
}

const placeOf = (url: string): string => new URL(url).host;

export function destinations(journey: Journey, shape: Shape, { noted }: Connections): void {
  const replicaSet = placeOf(testDatabase().uri);

  test('a hub connects to its database, its mail server and the issuer, and to nothing else', async () => {
    const { hub, issuer, mails } = journey;
    const she = await journey.earner('connected@example.org');
    await journey.collection(she, [await journey.badge(she)]);

    const needed = [replicaSet, placeOf(mails.url), placeOf(issuer.origin)];
    const roles = ['earner', 'badge', 'collection', 'verification'] as const;
    const own = shape === 'one process' ? [] : roles.map((role) => placeOf(hub.urlOf(role)));
    // Other stories on this hub had them asked for; a name is noted before it is resolved.
    const pushed = [placeOf(DEAD_ORIGIN), `${placeOf(UNKNOWN_ORIGIN)}:443`];
    const connected = [...(await noted())];
    const known = [...needed, ...own, ...pushed];
    expect(connected.filter((place) => !known.includes(place))).toEqual([]);
    expect(connected).toEqual(expect.arrayContaining(needed));
  });
}

/** The test above can fail: a connection hidden in a hub is noted. */
export function plantedConnection(): void {
  const { uri } = testDatabase();
  const planted = noteConnections(
    "import('node:net').then(({connect})=>connect(2,'127.0.0.1').on('error',()=>0))",
  );

  test('a connection that is planted in a hub is noted', async () => {
    const ended = await tryProcess(['start'], { ...planted.settings, HUB_MONGODB_URI: uri });
    expect(ended).toMatchObject({ exitCode: 1 });
    expect([...(await planted.noted())]).toEqual(['127.0.0.1:2']);
  });
}
