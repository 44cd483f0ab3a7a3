/**
 * A URL as the WHATWG standard reads it; undefined when it is none. `URL.canParse` is not asked: once
 * Node 20 has optimised a call of it, it says no to letters such as `ü` and `é`.
 */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
