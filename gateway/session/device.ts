/** In the order in which they are looked for: most browsers also call themselves by older names. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const LONGEST = 60;

/**
 * What a person would call the device behind a user agent: "Firefox on Windows". Words of ours where it
 * is known; else the name the program gives itself, in plain letters, since it is shown in mails.
 */
export function deviceOf(userAgent: string | undefined): string {
  const agent = (userAgent ?? '').slice(0, 512);
  const browser = BROWSERS.find(([sign]) => sign.test(agent))?.[1];
  const system = SYSTEMS.find(([sign]) => sign.test(agent))?.[1];
  if (system !== undefined) return `${browser ?? 'a program'} on ${system}`;
  if (browser !== undefined) return browser;
  const product = /^[A-Za-z][\w.-]*/.exec(agent)?.[0].slice(0, LONGEST);
  return product === undefined ? 'an unknown device' : `the program ${product}`.slice(0, LONGEST);
}
