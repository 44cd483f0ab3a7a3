import { isInside, withoutSpace } from './references.js';

const COMMENTS = /\/\*[^]*?(?:\*\/|$)|<!--|-->/g;
const IMPORTS = /@(?:import|charset|namespace)\b[^;]*(?:;|$)/gi;
/** One whose end cannot be told has no closing bracket. */
const URLS = /url\(([^()]*\))?/gi;
/** Without any of it nothing is loaded, and nothing has to be changed. */
const SUSPICIOUS =
  /[@\\]|\/\*|<!--|-->|url\(|src|image|element|cross|expression|binding|behavi|script/i;
/** Of a drawing program's sheets the largest have a tenth of it. */
const MAX_LENGTH = 256 * 1024;
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
  if (!SUSPICIOUS.test(css)) return css;
  // An escape can spell anything.
  if (css.length > MAX_LENGTH || css.includes('\\')) return undefined;
  let isUnclear = false;
  const plain = css
    .replace(COMMENTS, ' ')
    .replace(IMPORTS, ' ')
    .replace(URLS, (whole, target: string | undefined) => {
      if (target === undefined) isUnclear = true;
      return target !== undefined && isInside(unquoted(target.slice(0, -1))) ? whole : 'none';
    });
  const rules = plain.match(/@[\w-]*/g) ?? [];
  if (!rules.every((rule) => HARMLESS_RULES.test(rule))) return undefined;
  if (isUnclear) return undefined;
  return OTHER_LOADERS.test(plain) ? undefined : plain;
}

function unquoted(target: string): string {
  const plain = withoutSpace(target);
  const [, quoted] = /^"([^"']*)"$/.exec(plain) ?? /^'([^"']*)'$/.exec(plain) ?? [];
  return quoted ?? plain;
}
