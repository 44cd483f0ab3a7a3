import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificates {
  /** The authority to trust, in PEM. */
  readonly ca: string;
  /** The server's own certificate and key, in PEM. */
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority made for this test run, and a server certificate of it for `names`. */
export const makeCertificates = (names: readonly string[]): Certificates => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-certificates-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'] as const;
  try {
    writeFileSync(
      join(folder, 'server.ext'),
      `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\nbasicConstraints=CA:FALSE\n`,
    );
    const forTheRoot = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test Authority'];
    openssl('req', '-x509', ...newKey, '-days', '2', ...forTheRoot);
    openssl('req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=Server');
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    const server = ['-in', 'server.csr', '-out', 'server.pem', '-extfile', 'server.ext'];
    openssl('x509', '-req', ...server, ...signed);
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    return { ca: read('ca.pem'), cert: read('server.pem'), key: read('server.key') };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
