/**
 * A real OpenID provider as a process of its own: oidc-provider, behind a front that signs people in without
 * a page and can spoil what the provider says. Tests steer it through `/steer`; it prints its address.
 */
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import type { JWTPayload } from 'jose';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Provider } from 'oidc-provider';
import type { Steering } from './openid-provider.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [redirectUri = '', SECRET = ''] = process.argv.slice(2);

let steering: Steering = { sub: 'nobody', claims: {} };
let provider: Provider;
let generation = 0;
const keysOf = async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    privateKey,
    jwk: { ...(await exportJWK(privateKey)), kid: `key-${String(generation)}` },
  };
};
let key = await keysOf();
const stranger = await keysOf();

const server = createServer((req, res) => {
  void answer(req, res).catch(() => res.writeHead(500).end());
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
build();
say(issuer);

function build(): void {
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'hub',
        client_secret: SECRET,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...key.jwk, alg: 'RS256', use: 'sig' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...steering.claims }) }),
    interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: session.accountId,
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { pathname } = new URL(req.url ?? '/', issuer);
  if (pathname === '/steer') {
    steering = JSON.parse(await text(req)) as Steering;
    if (steering.rotate === true) {
      generation += 1;
      key = await keysOf();
      build();
    }
    res.end();
  } else if (pathname === '/logout-token') {
    res.end(await logoutToken(JSON.parse(await text(req)) as JWTPayload));
  } else if (pathname.startsWith('/login/')) {
    const login = { accountId: steering.sub };
    await provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
  } else {
    if (pathname === '/token') spoilAnswer(res);
    await provider.callback()(req, res);
  }
}

/** Lets the ID token pass as it is, or signed anew with something wrong in it. */
function spoilAnswer(res: ServerResponse): void {
  const { spoil } = steering;
  if (spoil === undefined) return;
  const end = res.end.bind(res);
  res.end = ((body: string | Buffer) => {
    const said = JSON.parse(body.toString()) as { id_token?: string };
    if (said.id_token === undefined) return end(body);
    void spoiled(said.id_token, spoil).then((id_token) => {
      const changed = JSON.stringify({ ...said, id_token });
      res.setHeader('content-length', Buffer.byteLength(changed));
      end(changed);
    });
    return res;
  }) as typeof res.end;
}

async function spoiled(token: string, spoil: NonNullable<Steering['spoil']>): Promise<string> {
  const claims = decodeJwt(token);
  const now = Math.floor(Date.now() / 1000);
  const sign = (changed: JWTPayload, by = key.privateKey) =>
    new SignJWT({ ...claims, ...changed })
      .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid })
      .sign(by);
  switch (spoil) {
    case 'nonce':
      return sign({ nonce: 'another' });
    case 'aud':
      return sign({ aud: 'somebody else' });
    case 'iss':
      return sign({ iss: 'https://another.example' });
    case 'exp':
      return sign({ exp: now - 300, iat: now - 900 });
    case 'signature':
      return sign({}, stranger.privateKey);
    case 'alg none':
      return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`;
    case 'alg HS256':
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(SECRET));
    case 'skew':
      return sign({ iat: now + 30, exp: now + 600 });
  }
}

function logoutToken(claims: JWTPayload): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid, typ: 'logout+jwt' })
    .sign(key.privateKey);
}
