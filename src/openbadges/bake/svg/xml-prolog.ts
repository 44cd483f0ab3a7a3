/**
 * Skips what may stand before the root element of an XML text: a byte order mark, the declaration,
 * comments and processing instructions of any length, and one document type.
 */
export function skipProlog(xml: string): { readonly rootAt: number; readonly hasDoctype: boolean } {
  let at = xml.startsWith('\uFEFF') ? 1 : 0;
  let hasDoctype = false;
  for (;;) {
    at = skipSpace(xml, at);
    if (xml.startsWith('<?', at)) at = behind(xml, '?>', at);
    else if (xml.startsWith('<!--', at)) at = behind(xml, '-->', at);
    else if (xml.startsWith('<!DOCTYPE', at) && !hasDoctype) {
      at = skipDoctype(xml, at);
      hasDoctype = true;
    } else return { rootAt: at, hasDoctype };
  }
}

function skipSpace(xml: string, start: number): number {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = start;
  space.test(xml);
  return space.lastIndex;
}

/** Declarations in brackets are passed over without being understood. */
function skipDoctype(xml: string, start: number): number {
  const end = behind(xml, '>', start);
  const bracket = xml.indexOf('[', start);
  return bracket === -1 || bracket > end ? end : behind(xml, '>', behind(xml, ']', bracket));
}

function behind(xml: string, mark: string, start: number): number {
  const at = xml.indexOf(mark, start);
  return at === -1 ? xml.length : at + mark.length;
}
