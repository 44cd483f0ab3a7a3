import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { randomToken } from '../../src/runtime/index.js';

/** Who signs in next, and what is wrong about what the provider says. */
export interface Steering {
  readonly sub: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly spoil?:
    'nonce' | 'aud' | 'iss' | 'exp' | 'signature' | 'alg none' | 'alg HS256' | 'skew';
  /** It signs with another key from now on. */
  readonly rotate?: true;
}

/** A real OpenID provider in a process of its own. */
export interface TestProvider {
  readonly issuer: string;
  readonly secret: string;
  steer(steering: Steering): Promise<void>;
  /** A logout token with these claims. */
  logoutToken(claims: Readonly<Record<string, unknown>>): Promise<string>;
  stop(): Promise<void>;
}

const support = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

export async function startOpenIdProvider(redirectUri: string): Promise<TestProvider> {
  const secret = randomToken();
  const program = [support('openid-provider-process.ts'), redirectUri, secret];
  const child = spawn(
    process.execPath,
    ['--import', support('typescript-register.js'), ...program],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const issuer = first.toString().trim();
  const post = async (path: string, body: object): Promise<string> => {
    const response = await fetch(issuer + path, { method: 'POST', body: JSON.stringify(body) });
    return response.text();
  };
  return {
    issuer,
    secret,
    async steer(steering) {
      await post('/steer', steering);
    },
    logoutToken: (claims) => post('/logout-token', claims),
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
