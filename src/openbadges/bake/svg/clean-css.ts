import { isInside } from './references.js';

const COMMENTS = /\/\*[^]*?(?:\*\/|$)|<!--|-->/g;
const IMPORTS = /@(?:import|charset|namespace)\b[^;]*(?:;|$)/gi;
const URLS = /url\(([^()]*)\)/gi;
/** Rules that load nothing. */
const HARMLESS_RULES = /^@(?:media|supports|(?:-[a-z]+-)?keyframes|font-face)$/i;
/** What, beside `url()`, loads or runs something in some browser. */
const OTHER_LOADERS =
  /(?:image-set|image|cross-fade|element|src|expression)\s*\(|-moz-binding|behaviou?r\s*:|javascript:/i;

/**
 * A style sheet, or a list of declarations, that loads nothing from outside the picture. Imports and
 * comments go, addresses become `none`; undefined when it cannot be told what a browser would make
 * of the rest. What is returned is what was looked at, and was looked at without regard to where
 * strings begin or end.
 */
export function cleanCss(css: string): string | undefined {
  // An escape can spell anything.
  if (css.includes('\\')) return undefined;
  const plain = css
    .replace(COMMENTS, ' ')
    .replace(IMPORTS, ' ')
    .replace(URLS, (whole, target: string) => (isInside(unquoted(target)) ? whole : 'none'));
  const rules = plain.match(/@[\w-]*/g) ?? [];
  if (!rules.every((rule) => HARMLESS_RULES.test(rule))) return undefined;
  // An address in a form that was not understood above is still there.
  if (/url\(/i.test(plain.replace(URLS, ''))) return undefined;
  return OTHER_LOADERS.test(plain) ? undefined : plain;
}

function unquoted(target: string): string {
  const plain = target.trim();
  const [, quoted] = /^"([^"']*)"$/.exec(plain) ?? /^'([^"']*)'$/.exec(plain) ?? [];
  return quoted ?? plain;
}
