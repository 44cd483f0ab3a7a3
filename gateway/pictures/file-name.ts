/**
 * `Content-Disposition` of a file that is named after something (RFC 6266): in plain ASCII, and besides in
 * its own letters where that differs (RFC 8187). Only letters and digits of the name stay, so nothing in
 * it leads to another folder or turns the reading direction.
 */
export function attachment(name: string, extension: string): string {
  const own = slug(name, /[^\p{L}\p{M}\p{N}]+/gu) || 'badge';
  const ascii = slug(name.normalize('NFKD').replace(/\p{M}/gu, ''), /[^a-z0-9]+/g) || 'badge';
  const plain = `attachment; filename="${ascii}.${extension}"`;
  return own === ascii
    ? plain
    : `${plain}; filename*=UTF-8''${encodeURIComponent(own)}.${extension}`;
}

function slug(name: string, apart: RegExp): string {
  const words = name.toLowerCase().replace(apart, '-');
  const short = /^-?(.{0,80})/su.exec(words)?.[1] ?? '';
  return short.replace(/-$/, '');
}
