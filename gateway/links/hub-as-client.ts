import { importJWK } from 'jose';
import * as client from 'openid-client';
import { z } from 'zod';
import { hubClientId } from '../../src/federation/index.js';
import type { LinkPorts, LinkablePeer } from './link-ports.js';

const TIMEOUT_SECONDS = 10;

/** What this browser has to bring back. */
export interface Begun {
  readonly state: string;
  readonly verifier: string;
}

/** This hub as a client of another one's OAuth server, by the keys that sign its messages. */
async function clientOf(
  { authorizationServer }: LinkablePeer,
  self: string,
  ports: LinkPorts,
): Promise<client.Configuration> {
  const { kid, alg, privateJwk } = await ports.signingKey();
  const key = await importJWK(privateJwk, alg);
  if (key instanceof Uint8Array) throw new Error('the key of a hub is a pair');
  return client.discovery(
    new URL(authorizationServer),
    hubClientId(self),
    {},
    client.PrivateKeyJwt({ key, kid }),
    {
      algorithm: 'oauth2',
      [client.customFetch]: ports.fetch,
      timeout: TIMEOUT_SECONDS,
    },
  );
}

/** Where she is sent to allow it. @throws Error when the other hub does not answer */
export async function begin(
  peer: LinkablePeer,
  { self, redirectUri }: { readonly self: string; readonly redirectUri: string },
  ports: LinkPorts,
): Promise<Begun & { readonly url: URL }> {
  const state = client.randomState();
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(await clientOf(peer, self, ports), {
    redirect_uri: redirectUri,
    scope: 'bf:deliver',
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url, state, verifier };
}

const id = z.string().regex(/^[A-Za-z0-9._:~-]{1,128}$/);
const answerShape = z.object({ link: id, delivery_address: id });

/**
 * What the other hub gives for her answer (federation.md 2.8). The token that comes along is thrown away.
 * @throws Error for whatever cannot be believed
 */
export async function redeem(
  came: URL,
  peer: LinkablePeer,
  { self, state, verifier }: Begun & { readonly self: string },
  ports: LinkPorts,
): Promise<{ readonly name: string; readonly deliveryAddress: string }> {
  const config = await clientOf(peer, self, ports);
  // Of two hubs that she links, neither may pass off the other's answer as its own (RFC 9207).
  if (came.searchParams.get('iss') !== config.serverMetadata().issuer) {
    throw new Error('the answer does not name the hub that was asked');
  }
  const tokens = await client.authorizationCodeGrant(config, came, {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  const { link, delivery_address } = answerShape.parse(tokens);
  return { name: link, deliveryAddress: delivery_address };
}
