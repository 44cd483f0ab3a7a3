/** Ways to write loopback; the last ones are names and other private networks. */
const HOSTS = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '１２７.0.0.1',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '127.0.0.1.',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  'user@127.0.0.1',
  'localhost',
  'LOCALHOST.',
  'hub.localhost',
  '10.0.0.1',
  '169.254.169.254',
  '192.168.0.1',
  '[fd00::1]',
];

/** The same address in every spelling, by both protocols. */
export const privateSpellings = ({ port, pathname }: URL): readonly string[] =>
  HOSTS.flatMap((host) =>
    ['http', 'https'].map((protocol) => `${protocol}://${host}:${port}${pathname}`),
  );
