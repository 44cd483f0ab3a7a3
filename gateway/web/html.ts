const MARKUP = Symbol('markup');

/** Text that may stand in a page as it is; only `html` makes it. */
export interface Html {
  readonly [MARKUP]: string;
}

type Part = string | number | undefined | Html | readonly Html[];

/** A template of markup: what is put in is escaped, unless it is markup or a list of markup. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.reduce((before, text, index) => before + show(parts[index - 1]) + text);
  return { [MARKUP]: markup };
}

/** Text of our own that is markup already. Never for anything that came from outside. */
export const ownMarkup = (text: string): Html => ({ [MARKUP]: text });

export const markupOf = (part: Html): string => part[MARKUP];

function show(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return MARKUP in part ? markupOf(part) : part.map(markupOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
