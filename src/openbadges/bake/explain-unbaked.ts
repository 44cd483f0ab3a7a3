import type { Unbaked, UnbakeFault, UnbakeWarning } from './unbake.js';

const FAULTS: Readonly<Record<UnbakeFault, string>> = {
  NOT_A_PICTURE: 'This is neither a PNG nor an SVG.',
  TRUNCATED: 'The picture is cut off.',
  BAD_PNG: 'The picture is damaged: it is no PNG that can be read.',
  TOO_MANY_CHUNKS: 'The picture consists of too many parts.',
  BAD_SVG: 'The picture is damaged: it is no well-formed SVG.',
  SVG_ENCODING: 'The picture is an SVG in an encoding that is not read.',
  SVG_DOCTYPE: 'The picture is an SVG that declares entities or the like, which are not read.',
  SVG_TOO_COMPLEX: 'The picture is an SVG of too many elements.',
  NOTHING_BAKED: 'No badge is baked into the picture.',
  TOO_MANY_BADGES: 'Too many badges are baked into the picture.',
  BAD_TEXT: 'The badge in the picture is damaged.',
  TEXT_TOO_LARGE: 'The badge in the picture is larger than 1 MiB.',
};

const WARNINGS: Readonly<Record<UnbakeWarning, string>> = {
  BAD_CRC: 'The checksum of the badge in the picture is wrong.',
  DUPLICATE_SAME: 'The same badge is baked into the picture more than once.',
  DUPLICATE_CONFLICT: 'Several different badges are baked into the picture; one was chosen.',
  MORE_THAN_16_MEGAPIXELS: 'The picture has more than 16 megapixels.',
};

/** What was wrong or odd with the baking, in sentences; empty when nothing was. */
export function explainUnbaked(found: Unbaked): readonly string[] {
  return found.kind === 'broken'
    ? [FAULTS[found.fault]]
    : found.warnings.map((code) => WARNINGS[code]);
}
