import { randomBytes } from 'node:crypto';
import { eventId } from '../../federation/index.js';

/** The id of a new event or message; later ones sort behind earlier ones. */
export const newEventId = (at: Date): string => eventId(at, randomBytes(10));
