import type { Outbox } from './ports.js';

const AT_ONCE = 100;

/**
 * Gives every new event its number in the stream to each peer of its audience, until there is none or
 * `signal` aborts. Any number of these may run: a repeat meets the unique index and leaves no gap
 * (federation.md 2.10).
 */
export async function sequenceEvents(
  outbox: Pick<Outbox, 'newEvents' | 'append' | 'noteSequenced'>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const events = await outbox.newEvents(AT_ONCE);
    if (events.length === 0) return;
    for (const event of events) {
      if (signal.aborted) return;
      for (const to of event.audience) await outbox.append(event, to);
      await outbox.noteSequenced(event.id);
    }
  }
}
