export type SvgFault =
  /** Not well-formed, or its root is something else. */
  | 'BAD_SVG'
  /** Neither UTF-8, UTF-16, ISO-8859-1 nor US-ASCII. */
  | 'SVG_ENCODING'
  /** Its document type declares something, entities for example. */
  | 'SVG_DOCTYPE'
  | 'SVG_TOO_COMPLEX';

/** What is wrong with an SVG, as clauses for people. */
export const SVG_FAULTS: Readonly<Record<SvgFault, string>> = {
  BAD_SVG: 'it is no well-formed SVG',
  SVG_ENCODING: 'it is not written in UTF-8, UTF-16 or ISO-8859-1',
  SVG_DOCTYPE: 'it declares entities or the like, which this hub does not read',
  SVG_TOO_COMPLEX: 'it is too large or has too many parts',
};
