import { describe, expect, test } from '@jest/globals';

import { lookAtPicture } from '../../../src/openbadges/bake/look-at-picture.js';

function look(attributes: string) {
  return lookAtPicture(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}/>`));
}

describe('the size of an SVG', () => {
  test.each([
    ['width="90" height="80"', 90, 80],
    ['width="90px" height=" 80.4 "', 90, 80],
    ['width="1in" height="72pt"', 96, 96],
    ['width="2.54cm" height="25.4mm"', 96, 96],
    ['width="6pc" height="+.5in"', 96, 48],
    ['width="0.2" height="0.2"', 1, 1],
    ['width="90" height="80" viewBox="0 0 1 1"', 90, 80],
    ['viewBox="0 0 30 20"', 30, 20],
    ['viewBox="-5,-5 , 30.4,20"', 30, 20],
    ['width="60" viewBox="0 0 30 20"', 60, 40],
    ['height="60" viewBox="0 0 30 20"', 90, 60],
    ['width="100%" height="100%" viewBox="0 0 30 20"', 30, 20],
    ['width="2em" height="auto" viewBox="0 0 30 20"', 30, 20],
    ['width="100%" height="100%"', 400, 400],
    ['width="50"', 50, 50],
    ['', 400, 400],
    ['viewBox="0 0 0 20"', 400, 400],
    ['viewBox="0 0 -3 20"', 400, 400],
    ['viewBox="0 0 30"', 400, 400],
    ['viewBox="0 0 30 20 10"', 400, 400],
    ['viewBox="a b c d"', 400, 400],
    ['viewBox="0 0 1e999 1"', 400, 400],
    ['width="-5" height="-5" viewBox="0 0 30 20"', 30, 20],
    ['width="0" height="0"', 400, 400],
    ['width="NaN" height="Infinity"', 400, 400],
    ['width="0x10" height="1 0"', 400, 400],
  ])('%s is %d by %d', (attributes, width, height) => {
    expect(look(attributes)).toMatchObject({ kind: 'picture', format: 'svg', width, height });
  });

  test.each([
    'width="4001" height="4000"',
    'width="999999999" height="999999999"',
    'width="999999999in" height="1"',
    'viewBox="0 0 1e150 1e150"',
    'width="1" viewBox="0 0 1e-300 1"',
    'height="1" viewBox="0 0 1e200 1e-200"',
  ])('%s is too large to be shown', (attributes) => {
    expect(look(attributes)).toEqual({
      kind: 'unusable',
      because: 'it has more than 16 megapixels',
    });
  });

  test('is read from an element with a prefix, and only from the root', () => {
    const file = `<s:svg xmlns:s="http://www.w3.org/2000/svg" width="9" height="8"><s:svg width="7" height="6"/></s:svg>`;
    expect(lookAtPicture(Buffer.from(file))).toMatchObject({ width: 9, height: 8 });
  });

  test('comes with the length and the digest of the file', () => {
    const file = Buffer.from('<svg/>');
    expect(lookAtPicture(file)).toEqual({
      kind: 'picture',
      format: 'svg',
      width: 400,
      height: 400,
      byteLength: 6,
      digest: expect.stringMatching(/^sha-256:[\w-]{43}$/),
    });
  });

  test('is not looked for in more than 2 MiB', () => {
    const file = Buffer.concat([Buffer.from('<svg/>'), Buffer.alloc(2 * 1024 * 1024, ' ')]);
    expect(lookAtPicture(file)).toMatchObject({ kind: 'unusable' });
  });
});
