import { Refusal } from '../../../errors.js';
import type { BakeKeyword, PayloadForm } from '../payload-form.js';
import type { BadgeElement } from './badge-elements.js';
import { BADGE_PLACES, findBadges } from './badge-elements.js';
import type { SvgElement } from './parse-svg.js';
import { MAX_SECTIONS } from './parse-svg.js';
import { unbakeSvg } from './read-svg.js';
import type { SvgFault } from './svg-faults.js';
import { SVG_FAULTS } from './svg-faults.js';
import type { SvgEncoding } from './svg-text.js';
import { decodeSvg, encodeSvg } from './svg-text.js';
import { asciiOnly, cdata, escapeAttribute, isXmlText } from './xml-writer.js';

/** Replaces what stands between two places by another text. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

const PREFIX = 'openbadges';
const PLACE_OF: Readonly<Record<BakeKeyword, (typeof BADGE_PLACES)[number]>> = {
  openbadgecredential: BADGE_PLACES[0],
  openbadges: BADGE_PLACES[1],
};

/**
 * Puts one badge element into an SVG as first child of its root and drops those that were there, of
 * every generation. The text of the file is edited, not written anew: the rest stays as it is, byte
 * for byte, in the file's own encoding.
 * @throws Refusal BAD_INPUT when the SVG cannot be read, or the text cannot be written in XML
 */
export function bakeSvg(svg: Uint8Array, text: string, form: PayloadForm): Uint8Array<ArrayBuffer> {
  if (!isXmlText(text)) {
    throw new Refusal('BAD_INPUT', 'The badge holds a character that no SVG can hold.');
  }
  const { xml, encoding, root, badges } = open(svg);
  const edits = [...insertions(root, text, form, encoding), ...badges.map(removal)];
  const baked = encodeSvg(edited(xml, edits), encoding);
  const unbaked = unbakeSvg(baked);
  if (unbaked.kind === 'found' && unbaked.text === text) return baked;
  throw tooLarge();
}

function tooLarge(): Refusal {
  return new Refusal('BAD_INPUT', 'The picture with its badge would be too large.');
}

/**
 * The SVG without baked badges; a namespace that was declared for them stays.
 * @throws Refusal BAD_INPUT when it cannot be read
 */
export function withoutBadgeSvg(svg: Uint8Array): Uint8Array<ArrayBuffer> {
  const { xml, encoding, badges } = open(svg);
  return encodeSvg(edited(xml, badges.map(removal)), encoding);
}

function open(svg: Uint8Array) {
  const decoding = decodeSvg(svg);
  if (decoding.kind === 'broken') throw refusal(decoding.fault);
  const { xml, encoding } = decoding;
  const search = findBadges(xml);
  if (search.kind === 'broken') throw refusal(search.fault);
  return { xml, encoding, root: search.root, badges: search.badges };
}

function refusal(fault: SvgFault): Refusal {
  return new Refusal('BAD_INPUT', `The picture cannot be used: ${SVG_FAULTS[fault]}.`);
}

function removal({ startsAt, endsAt }: BadgeElement): Edit {
  return { from: startsAt, to: endsAt, by: '' };
}

function insertions(
  root: SvgElement,
  text: string,
  form: PayloadForm,
  encoding: SvgEncoding,
): readonly Edit[] {
  const { namespace } = PLACE_OF[form.keyword];
  const declaration = ` xmlns:${PREFIX}="${namespace}"`;
  const declared = root.attributes[`xmlns:${PREFIX}`]?.value;
  const isTaken = declared !== undefined && declared !== namespace;
  const element = badgeElement(text, form, {
    declaration: isTaken ? declaration : '',
    ascii: encoding === 'latin1',
  });
  const afterName = root.startsAt + '<'.length + root.name.length;
  const onRoot = { from: afterName, to: afterName, by: declaration };
  return [...(declared === undefined ? [onRoot] : []), asFirstChild(root, element)];
}

/** A root that closes itself is opened for its child. */
function asFirstChild({ endsAt, isSelfClosing, name }: SvgElement, element: string): Edit {
  return isSelfClosing
    ? { from: endsAt - '/>'.length, to: endsAt, by: `>${element}</${name}>` }
    : { from: endsAt, to: endsAt, by: element };
}

function badgeElement(
  text: string,
  { keyword, isShort, verifyUrl }: PayloadForm,
  { declaration, ascii }: { readonly declaration: string; readonly ascii: boolean },
): string {
  const name = `${PREFIX}:${PLACE_OF[keyword].local}`;
  const value = isShort ? text : verifyUrl;
  const verify =
    value === undefined || !isXmlText(value) ? '' : ` verify="${escapeAttribute(value)}"`;
  const start = `<${name}${declaration}${ascii ? asciiOnly(verify) : verify}`;
  if (isShort) return `${start}/>`;
  const body = cdata(text, { ascii, mostSections: MAX_SECTIONS });
  if (body === undefined) throw tooLarge();
  return `${start}>${body}</${name}>`;
}

/**
 * Of two edits at one place the one named first comes first. An edit inside another one, as of a
 * badge within a badge, is done with it.
 */
function edited(xml: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, by } of edits.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    pieces.push(xml.slice(at, from), by);
    at = to;
  }
  return pieces.join('') + xml.slice(at);
}
