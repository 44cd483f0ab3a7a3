import type { Unbaked } from '../baked-text.js';
import { chooseBaked, MAX_BADGES } from '../baked-text.js';
import { findBadges } from './badge-elements.js';
import { decodeSvg } from './svg-text.js';

/** Finds the badge in an SVG. */
export function unbakeSvg(svg: Uint8Array): Unbaked {
  const decoding = decodeSvg(svg);
  if (decoding.kind === 'broken') return decoding;
  const search = findBadges(decoding.xml);
  if (search.kind === 'broken') return search;
  if (search.badges.length > MAX_BADGES) return { kind: 'broken', fault: 'TOO_MANY_BADGES' };
  return chooseBaked(search.badges, 'svg', []);
}
