import type { InteractionResults, Provider } from 'oidc-provider';
import { isScope } from '../../src/policy/index.js';
import type { Scope } from '../../src/policy/index.js';
import { Refusal } from '../../src/errors.js';
import { parseUrl } from '../../src/parse-url.js';
import type { Exchange } from '../http/http-types.js';
import { asSeenFromOutside } from './oauth-server.js';
import type { OAuthServer } from './oauth-server.js';

/** What an app asks of a person, until she answers. */
export interface Asked {
  /** `login`: the server does not know yet who she is. */
  readonly prompt: 'login' | 'consent';
  readonly client: {
    readonly id: string;
    readonly name: string;
    /** Where it lives, by its own word unless `proven`. */
    readonly host: string;
    /** Its id is an address on that host, so it is whom it says it is. */
    readonly proven: boolean;
  };
  /** Scopes of the hub it asks for. */
  readonly scopes: readonly Scope[];
  /** It wants to stay connected when she has left. */
  readonly stays: boolean;
  /** For whom the question is; undefined before she signed in. */
  readonly earner: string | undefined;
  /** The origin she is sent back to. */
  readonly leadsTo: string;
}

export interface Interactions {
  /** @throws Refusal NOT_FOUND when nothing is asked, or not of this browser */
  asked(exchange: Exchange): Promise<Asked>;
  /** Says who she is, and goes on. */
  signIn(exchange: Exchange, earner: string): Promise<string>;
  /** She allows these scopes and no others; the address to go on at. */
  allow(exchange: Exchange, scopes: readonly Scope[]): Promise<string>;
  refuse(exchange: Exchange): Promise<string>;
}

const BESIDES = ['openid', 'profile', 'email', 'offline_access'];

/** Reads and answers the questions that the OAuth server has for a person. */
export function createInteractions(server: OAuthServer, publicUrl: () => string): Interactions {
  async function details({ req, res }: Exchange) {
    asSeenFromOutside(req, publicUrl());
    const provider = await server.provider();
    try {
      return { provider, interaction: await provider.interactionDetails(req, res) };
    } catch (error) {
      if (error instanceof Error && error.name === 'SessionNotFound')
        throw new Refusal('NOT_FOUND');
      throw error;
    }
  }

  const wanted = (params: Readonly<Record<string, unknown>>): readonly string[] =>
    typeof params['scope'] === 'string' ? params['scope'].split(' ') : [];

  async function finish({ req, res }: Exchange, provider: Provider, result: InteractionResults) {
    return provider.interactionResult(req, res, result, { mergeWithLastSubmission: false });
  }

  return {
    async asked(exchange) {
      const { provider, interaction } = await details(exchange);
      const { params, prompt, session } = interaction;
      const client = await provider.Client.find(String(params['client_id']));
      if (client === undefined) throw new Refusal('NOT_FOUND');
      const redirect = new URL(String(params['redirect_uri']));
      const home = urlOf(client.clientUri) ?? redirect;
      const documented = urlOf(client.clientId);
      return {
        prompt: prompt.name === 'login' ? 'login' : 'consent',
        client: {
          id: client.clientId,
          name: client.clientName ?? client.clientId,
          host: documented?.host ?? (home.host || redirect.protocol),
          proven: documented !== undefined,
        },
        scopes: wanted(params).filter(isScope),
        stays: wanted(params).includes('offline_access'),
        earner: session?.accountId,
        leadsTo: redirect.origin === 'null' ? redirect.protocol : redirect.origin,
      };
    },
    async signIn(exchange, earner) {
      const { provider } = await details(exchange);
      return finish(exchange, provider, { login: { accountId: earner, remember: false } });
    },
    async allow(exchange, scopes) {
      const { provider, interaction } = await details(exchange);
      const { params, session, grantId } = interaction;
      const earner = session?.accountId;
      if (earner === undefined) throw new Refusal('UNAUTHENTICATED');
      const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
      const clientId = String(params['client_id']);
      const grant = known ?? new provider.Grant({ accountId: earner, clientId });
      for (const scope of wanted(params)) {
        const isAllowed = BESIDES.includes(scope) || scopes.some((one) => one === scope);
        if (isAllowed) grant.addOIDCScope(scope);
        else grant.rejectOIDCScope(scope);
      }
      return finish(exchange, provider, { consent: { grantId: await grant.save() } });
    },
    async refuse(exchange) {
      const { provider } = await details(exchange);
      const error_description = 'The person refused.';
      return finish(exchange, provider, { error: 'access_denied', error_description });
    },
  };
}

const urlOf = (text: string | undefined): URL | undefined =>
  text === undefined ? undefined : parseUrl(text);
