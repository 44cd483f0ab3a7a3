import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync, crc32 } from 'node:zlib';

// An issuer of Open Badges 1.0: one badge, signed (RS256), and what has to be fetched to verify it.

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const server = createServer((request, response) => {
  const document = documents.get(request.url ?? '');
  if (document === undefined) response.writeHead(404).end();
  else response.writeHead(200, { 'content-type': document.type }).end(document.body);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

const assertion = {
  uid: 'f2c20',
  recipient: { type: 'email', identity: 'earner@example.org', hashed: false },
  badge: `${origin}/class`,
  verify: { type: 'signed', url: `${origin}/key` },
  issuedOn: 1709294400,
};
const badgeClass = {
  name: 'Welding, level 1',
  description: 'Joins two plates so that they hold.',
  image: `${origin}/image`,
  criteria: `${origin}/criteria`,
  issuer: `${origin}/issuer`,
};
const issuer = { name: 'Example Workshop', url: origin, revocationList: `${origin}/revoked` };
const revoked = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`r${index}`, 'Lost']),
);

const documents = new Map([
  ['/class', json(badgeClass)],
  ['/issuer', json(issuer)],
  ['/revoked', json(revoked)],
  ['/key', { type: 'text/plain', body: publicKey.export({ type: 'spki', format: 'pem' }) }],
  ['/image', { type: 'image/png', body: drawPicture() }],
  ['/signed', { type: 'text/plain', body: signed(assertion) }],
  ['/tampered', { type: 'text/plain', body: tampered(signed(assertion)) }],
]);
process.stdout.write(`The issuer is ready at ${origin}\n`);
process.on('SIGTERM', () => process.exit());

function json(document: object): { type: string; body: string } {
  return { type: 'application/json', body: JSON.stringify(document) };
}

function signed(payload: object): string {
  const parts = [{ alg: 'RS256' }, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(parts.join('.')), privateKey);
  return [...parts, signature.toString('base64url')].join('.');
}

function tampered(jws: string): string {
  const [head = '', , signature = ''] = jws.split('.');
  const payload = { ...assertion, uid: 'another' };
  return `${head}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`;
}

/** 100 by 100 grey pixels. */
function drawPicture(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(100, 0);
  header.writeUInt32BE(100, 4);
  header.writeUInt8(8, 8);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(101 * 100))),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const [size, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([size, content, checksum]);
}
