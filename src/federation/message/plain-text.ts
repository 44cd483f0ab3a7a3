const LONGEST = 200;

/** What orders or hides text without being seen: controls, line ends, and the marks of direction. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text of somebody else’s as one short line that says what it shows (federation.md 6, F-54). */
export function plainText(text: string): string {
  const seen = text
    .slice(0, 4 * LONGEST)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return Array.from(seen).slice(0, LONGEST).join('') || '–';
}
