/**
 * Skips what may stand before the root element of an XML text: a byte order mark, the declaration,
 * comments and processing instructions of any length, and one document type. That may name a DTD,
 * as drawing programs write it: it is never fetched. Declarations of its own are told.
 */
export function skipProlog(xml: string): {
  readonly rootAt: number;
  readonly hasDeclarations: boolean;
} {
  let at = xml.startsWith('\uFEFF') ? 1 : 0;
  let hasDoctype = false;
  let hasDeclarations = false;
  for (;;) {
    at = skipSpace(xml, at);
    if (xml.startsWith('<?', at)) at = behind(xml, '?>', at + '<?'.length);
    else if (xml.startsWith('<!--', at)) at = behind(xml, '-->', at + '<!--'.length);
    else if (xml.startsWith('<!DOCTYPE', at) && !hasDoctype) {
      const bracket = bracketIn(xml, at);
      at = skipDoctype(xml, at, bracket);
      hasDoctype = true;
      hasDeclarations = bracket !== -1;
    } else return { rootAt: at, hasDeclarations };
  }
}

function skipSpace(xml: string, start: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = start;
  space.test(xml);
  return space.lastIndex;
}

/** Where the declarations of a document type begin; -1 when it has none. */
function bracketIn(xml: string, start: number): number {
  const bracket = xml.indexOf('[', start);
  return bracket < behind(xml, '>', start) ? bracket : -1;
}

/** Declarations in brackets are passed over without being understood. */
function skipDoctype(xml: string, start: number, bracket: number): number {
  const from = bracket === -1 ? start : behind(xml, ']', bracket);
  return behind(xml, '>', from);
}

function behind(xml: string, mark: string, start: number): number {
  const at = xml.indexOf(mark, start);
  return at === -1 ? xml.length : at + mark.length;
}
