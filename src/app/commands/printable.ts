/**
 * What makes a terminal do something, or text read differently from how it is written: control
 * characters, and those that turn the direction of writing around (UAX #9).
 */
const STEERING = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** A text of somebody else's as one line that cannot steer a terminal. */
export function oneLine(text: string): string {
  return withoutSteering(text.replace(/\s+/gu, ' ')).trim();
}

/** The same for text of several lines. */
export function withoutSteering(text: string): string {
  return text.replaceAll('\t', ' ').replace(STEERING, '');
}

/** JSON of the same value that cannot steer a terminal either. */
export function printableJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replace(STEERING, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
