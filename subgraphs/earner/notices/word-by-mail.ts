import type { Mail } from '../../../src/runtime/index.js';

/** A mail of one paragraph, in our own words. */
export const wordByMail = (to: string, subject: string, says: string): Mail => ({
  to,
  subject,
  text: `${says}\n`,
  html: `<p>${says}</p>`,
});
