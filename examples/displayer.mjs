// Follows a collection until Ctrl-C: node examples/displayer.mjs HUB_URL COLLECTION_ID [CURSOR_FILE]
// With a CURSOR_FILE it goes on after a restart exactly where it stopped.
import { followCollection } from 'backpack-hub/displayer-client';
import { readFile, writeFile } from 'node:fs/promises';
import { WebSocket } from 'ws';

const [hub, collection, cursorFile] = process.argv.slice(2);
if (hub === undefined || collection === undefined) {
  console.error('Usage: node examples/displayer.mjs HUB_URL COLLECTION_ID [CURSOR_FILE]');
  process.exit(2);
}

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const savedCursor = async () => {
  if (cursorFile === undefined) return undefined;
  return readFile(cursorFile, 'utf8').catch(() => undefined);
};

/** @typedef {{ name: string, verification: { verdict: string } }} Badge */
/** @typedef {{ kind: string, badge: Badge | null }} Change */

const badgeSelection = 'name verification { verdict }';
/** @param {Badge | null} badge */
const describe = (badge) =>
  badge === null ? 'a badge that is not shown' : `"${badge.name}", ${badge.verification.verdict}`;

const end = await followCollection({
  url: new URL('/graphql', hub).href,
  collection,
  selection: `kind badge { ${badgeSelection} }`,
  badgeSelection,
  cursor: await savedCursor(),
  webSocketImpl: WebSocket,
  signal: stop.signal,
  /** @param {{ rev: number, badges: readonly (Badge | null)[] }} snapshot */
  onSnapshotRequired({ rev, badges }) {
    console.log(`rev ${rev}: the collection holds ${badges.length} badges`);
    for (const badge of badges) console.log(`  ${describe(badge)}`);
  },
  /** @param {Change & { rev: number }} change */
  onItem({ rev, kind, badge }) {
    console.log(`rev ${rev}: ${kind} ${kind.startsWith('BADGE') ? describe(badge) : ''}`.trim());
  },
  async saveCursor(cursor) {
    if (cursorFile !== undefined) await writeFile(cursorFile, cursor);
  },
  onInterruption: ({ message }) => console.error(`${message} Trying again.`),
});
console.log(end.kind === 'stopped' ? 'Stopped.' : `The collection is gone: ${end.reason}`);
