import { expect, test } from '@jest/globals';
import { deviceOf } from '../../../gateway/session/device.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/147.0.0.0 Safari/537.36';
const EDGE =
  'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0 Safari/537.36 Edg/147.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

test.each([
  [FIREFOX, 'Firefox on Windows'],
  [CHROME, 'Chrome on Linux'],
  [EDGE, 'Edge on Windows'],
  [SAFARI, 'Safari on iOS'],
  ['curl/8.5.0', 'the program curl'],
  ['Something (Android)', 'a program on Android'],
  [undefined, 'an unknown device'],
  ['', 'an unknown device'],
  ['\r\nBcc: victim@example.org', 'an unknown device'],
  ['<b>You won</b>', 'an unknown device'],
  [`${'x'.repeat(5_000)}/1`, `the program ${'x'.repeat(48)}`],
])('%j is shown as %j', (agent, shown) => {
  expect(deviceOf(agent)).toBe(shown);
});
