/** In plain base64 only: bytes in other forms could look like the end of their address. */
const PICTURE_DATA =
  /^data:image\/(?:png|jpe?g|gif|webp)(?:;[\w.=-]{1,40}){0,2};base64,[\w+/=\s-]*$/i;
const FRAGMENT = /^#([^\s"'()<>]+)$/;

/**
 * Does an address lead to something in the picture itself: another part of it, or pixels that it
 * carries?
 */
export function isInside(address: string): boolean {
  const plain = withoutSpace(address);
  return FRAGMENT.test(plain) || PICTURE_DATA.test(plain);
}

/** The id that an address in the picture leads to. */
export function idFrom(address: string): string | undefined {
  return FRAGMENT.exec(withoutSpace(address))?.[1];
}

/** Without the white space around it that browsers pass over; any other would be part of a file's name. */
export function withoutSpace(address: string): string {
  return address.replace(/^[ \t\r\n]+/, '').replace(/(?<![ \t\r\n])[ \t\r\n]+$/, '');
}

/** The ids that a value with `url(#…)` leads to. */
export function idsIn(value: string): readonly string[] {
  return [...value.matchAll(/url\(\s*["']?#([^\s"'()<>]+)/gi)].map(([, id = '']) => id);
}
