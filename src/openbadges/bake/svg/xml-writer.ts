/** Everything that XML 1.0 can hold, as a character or as a reference to one (section 2.2). */
const XML_TEXT = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

export function isXmlText(text: string): boolean {
  return XML_TEXT.test(text);
}

/** For an attribute in double quotes; white space other than spaces would not survive as it is. */
export function escapeAttribute(value: string): string {
  return value.replace(/[&<>"\t\n\r]/g, (character) => NAMED[character] ?? reference(character));
}

export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => NAMED[character] ?? reference(character));
}

/** Replaces what an encoding other than Unicode's may not be able to hold. */
export function asciiOnly(markup: string): string {
  return markup.replace(/[^\0-\x7f]/gu, reference);
}

/**
 * One or more CDATA sections that together hold exactly this text. A section ends where the text
 * looks like its end, and where a character can only be referred to; undefined when it takes too
 * many sections.
 */
export function cdata(
  text: string,
  { ascii, mostSections }: { readonly ascii: boolean; readonly mostSections: number },
): string | undefined {
  const parted = text.matchAll(ascii ? /\]\]>|[\r\x80-\u{10FFFF}]/gu : /\]\]>|\r/g);
  const pieces: string[] = [];
  let at = 0;
  for (const { 0: found, index } of parted) {
    if (pieces.length + 1 >= mostSections) return undefined;
    const end = found === ']]>' ? ']]]]><![CDATA[>' : `]]>${reference(found)}<![CDATA[`;
    pieces.push(text.slice(at, index) + end);
    at = index + found.length;
  }
  return `<![CDATA[${pieces.join('')}${text.slice(at)}]]>`;
}

function reference(character: string): string {
  return `&#${String(character.codePointAt(0))};`;
}
