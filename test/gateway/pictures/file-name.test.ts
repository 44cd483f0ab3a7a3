import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { attachment } from '../../../gateway/pictures/file-name.js';

test.each([
  ['Welding, level 1', 'attachment; filename="welding-level-1.png"'],
  ['"; rm -rf /', 'attachment; filename="rm-rf.png"'],
  ['../../etc/passwd', 'attachment; filename="etc-passwd.png"'],
  ['a\r\nSet-Cookie: b', 'attachment; filename="a-set-cookie-b.png"'],
  ['\u202Egnp.exe', 'attachment; filename="gnp-exe.png"'],
  ['!!!', 'attachment; filename="badge.png"'],
  ['', 'attachment; filename="badge.png"'],
  ['x'.repeat(300), `attachment; filename="${'x'.repeat(80)}.png"`],
  ['Café', `attachment; filename="cafe.png"; filename*=UTF-8''caf%C3%A9.png`],
  ['溶接 1級', `attachment; filename="1.png"; filename*=UTF-8''%E6%BA%B6%E6%8E%A5-1%E7%B4%9A.png`],
  [
    'Сварка',
    `attachment; filename="badge.png"; filename*=UTF-8''${encodeURIComponent('сварка')}.png`,
  ],
])('a file of the badge %j is named %s', (name, header) => {
  expect(attachment(name, 'png')).toBe(header);
});

test('every name makes a header that can be sent', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
      expect(attachment(name, 'svg')).toMatch(
        /^attachment; filename="[a-z0-9-]{1,80}\.svg"(; filename\*=UTF-8''[\w%.!~*'()-]+\.svg)?$/,
      );
    }),
  );
});
