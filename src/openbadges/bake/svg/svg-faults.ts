import type { SvgFault } from '../baked-text.js';

/** What is wrong with an SVG, as clauses for people. */
export const SVG_FAULTS: Readonly<Record<SvgFault, string>> = {
  BAD_SVG: 'it is no well-formed SVG',
  SVG_ENCODING: 'it is not written in UTF-8, UTF-16 or ISO-8859-1',
  SVG_DOCTYPE: 'it has a document type, which an SVG does not need and this hub does not read',
  SVG_TOO_COMPLEX: 'it is too large or has too many parts',
};
