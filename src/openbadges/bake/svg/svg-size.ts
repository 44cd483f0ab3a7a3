import { SVG_FAULTS } from './svg-faults.js';
import { decodeSvg } from './svg-text.js';
import type { SvgElement } from './parse-svg.js';
import { parseSvg } from './parse-svg.js';

export type SvgSize =
  | { readonly kind: 'size'; readonly width: number; readonly height: number }
  /** A clause for people. */
  | { readonly kind: 'unusable'; readonly because: string };

interface Sides {
  readonly width: number;
  readonly height: number;
}

/** For an SVG that says nothing of its size. */
const DEFAULT_SIDE = 400;
/** CSS pixels per unit (CSS Values and Units, 6.2); what depends on fonts or windows is not among them. */
const PIXELS_PER: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
};
const LENGTH = /^\s*\+?(\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(px|pt|pc|in|cm|mm|)\s*$/;

/** Reads an SVG to its end and tells the size at which it is shown, in whole pixels. */
export function readSvgSize(svg: Uint8Array): SvgSize {
  const decoding = decodeSvg(svg);
  if (decoding.kind === 'broken') return unusable(SVG_FAULTS[decoding.fault]);
  let root: SvgElement | undefined;
  const fault = parseSvg(decoding.xml, { open: (element) => (root ??= element) });
  if (fault !== undefined || root === undefined) return unusable(SVG_FAULTS[fault ?? 'BAD_SVG']);
  const { width, height } = sidesOf(root);
  return {
    kind: 'size',
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
  };
}

function sidesOf(root: SvgElement): Sides {
  const valueOf = (name: string) => root.attributes[name]?.value;
  const width = lengthOf(valueOf('width'));
  const height = lengthOf(valueOf('height'));
  if (width !== undefined && height !== undefined) return { width, height };
  const box = viewBoxOf(valueOf('viewBox'));
  const shape = box ?? { width: DEFAULT_SIDE, height: DEFAULT_SIDE };
  if (width !== undefined) return { width, height: (width * shape.height) / shape.width };
  if (height !== undefined) return { width: (height * shape.width) / shape.height, height };
  return shape;
}

/** Undefined unless it is a positive length in a unit that does not depend on where it is shown. */
function lengthOf(value: string | undefined): number | undefined {
  const [, amount = '', unit = ''] = LENGTH.exec(value ?? '') ?? [];
  const pixels = Number(amount) * (PIXELS_PER[unit] ?? 0);
  return pixels > 0 ? pixels : undefined;
}

function viewBoxOf(value: string | undefined): Sides | undefined {
  const [, , width = 0, height = 0, ...rest] = (value ?? '')
    .slice(0, 200)
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const isBox = width > 0 && height > 0 && Number.isFinite(width * height) && rest.length === 0;
  return isBox ? { width, height } : undefined;
}

function unusable(because: string): SvgSize {
  return { kind: 'unusable', because };
}
