import { Provider, interactionPolicy } from 'oidc-provider';
import type { AccessToken, Client, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { IncomingMessage } from 'node:http';
import { hubOfClient } from '../../src/federation/index.js';
import { SCOPES } from '../../src/policy/index.js';
import type { OAuthPorts } from '../ports.js';
import { checkClient } from './client-rules.js';
import { INTERACTION_PATH } from './interaction-path.js';
import { errorPage } from './error-page.js';
import { DELIVER, answerHub } from './answer-hub.js';
import { storageAdapter } from './storage-adapter.js';

export interface ProviderOptions {
  readonly issuer: string;
  readonly ports: OAuthPorts;
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  /** The earner whose session this browser has. */
  readonly signedIn: (req: IncomingMessage) => Promise<string | undefined>;
}

const MINUTE = 60;
const DAY = 86_400;

/** OAuth 2.1 and OpenID Connect with what the hub allows; everything else of the library is off. */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, ports } = options;
  const provider = new Provider(issuer, {
    adapter: (kind) => storageAdapter(kind, ports.storage),
    jwks: { keys: options.keys },
    routes: ROUTES,
    scopes: ['openid', 'offline_access', ...Object.keys(SCOPES)],
    claims: { openid: ['sub'], profile: ['name', 'locale'], email: ['email', 'email_verified'] },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => true,
    issueRefreshToken: (_ctx, client, code) =>
      Promise.resolve(
        client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
      ),
    cookies: cookies(issuer, ports.cookieKey),
    features: features(ports),
    ttl: TTL,
    interactions: {
      policy: policy(options.signedIn),
      url: (_ctx, interaction) => `${INTERACTION_PATH}/${interaction.uid}`,
    },
    findAccount: (_ctx, earner) => findAccount(earner, ports),
    fetch: ports.fetch as Configuration['fetch'],
    renderError: (ctx, out) => {
      errorPage(ctx, out);
    },
  });
  provider.use(answerHub(ports));
  // The router has put the origin people see into the request; what a caller forwards never counts.
  provider.proxy = true;
  return provider;
}

const ROUTES = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  registration: '/oauth/register',
  userinfo: '/oauth/userinfo',
  jwks: '/oauth/jwks',
  pushed_authorization_request: '/oauth/par',
} as const;

const TTL = {
  AccessToken: (_ctx: unknown, { scopes }: AccessToken) =>
    scopes.has(DELIVER) ? MINUTE : 10 * MINUTE,
  ClientCredentials: 10 * MINUTE,
  AuthorizationCode: MINUTE,
  IdToken: 60 * MINUTE,
  Interaction: 60 * MINUTE,
  RefreshToken: 30 * DAY,
  Grant: 180 * DAY,
  Session: DAY,
} as const;

function cookies(issuer: string, key: string): Configuration['cookies'] {
  const secure = issuer.startsWith('https:');
  const common = { httpOnly: true, sameSite: 'lax', secure, signed: true, path: '/oauth' } as const;
  return {
    keys: [key],
    names: {
      session: 'hub_oauth_session',
      interaction: 'hub_oauth_interaction',
      resume: 'hub_oauth_resume',
    },
    long: common,
    // The library itself says to which page of an interaction they belong.
    short: { httpOnly: true, sameSite: 'lax', secure, signed: true },
  };
}

function features(ports: OAuthPorts): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    resourceIndicators: { enabled: false },
    userinfo: { enabled: true },
    clientCredentials: { enabled: true },
    dPoP: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    revocation: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    introspection: {
      enabled: true,
      allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
    },
    registration: { enabled: true, idFactory: () => ports.newClientId() },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    clientIdMetadataDocument: {
      enabled: true,
      ack: 'draft-02',
      cacheDuration: { min: 5 * MINUTE, max: 60 * MINUTE },
      allowClient: async (_ctx: KoaContextWithOIDC, client: Client) => allowDocument(client, ports),
    },
  };
}

/** A client described by a document is held to the same rules, and noted so that it can be stopped. */
async function allowDocument(client: Client, ports: OAuthPorts): Promise<boolean> {
  const metadata = client.metadata();
  checkClient(metadata);
  const id = client.clientId;
  if (new URL(id).protocol !== 'https:') return false;
  // A hub proves who it is by the keys that sign its messages.
  const isHub = hubOfClient(id) !== undefined;
  if (isHub && client.clientAuthMethod !== 'private_key_jwt') return false;
  return ports.noteClient({ id, name: metadata.client_name ?? id, host: new URL(id).host });
}

/** Whoever is signed in to the hub is signed in here, and nobody else: one login, not two. */
function policy(signedIn: ProviderOptions['signedIn']): interactionPolicy.DefaultPolicy {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  prompts.get('login')?.checks.add(
    new Check('hub_session', 'the hub session is of somebody else', async (ctx) => {
      const { accountId } = ctx.oidc.session ?? {};
      if (accountId === undefined) return Check.NO_NEED_TO_PROMPT;
      return (await signedIn(ctx.req)) === accountId
        ? Check.NO_NEED_TO_PROMPT
        : Check.REQUEST_PROMPT;
    }),
  );
  return prompts;
}

async function findAccount(earner: string, ports: OAuthPorts) {
  const person = await ports.person(earner);
  if (person === null) return undefined;
  const { displayName, locale, email } = person;
  return {
    accountId: earner,
    claims: () => ({
      sub: earner,
      ...(displayName !== undefined && { name: displayName }),
      ...(locale !== undefined && { locale }),
      ...(email !== undefined && { email, email_verified: true }),
    }),
  };
}
