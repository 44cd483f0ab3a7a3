import { Refusal } from '../../../src/errors.js';
import { wrongInClient } from '../../../src/policy/index.js';
import { randomToken } from '../../../src/runtime/index.js';
import type { Clock, Ids, Sealer } from '../../../src/runtime/index.js';
import {
  changeClient,
  clientsOwnedBy,
  deleteClient,
  findClients,
  registerClient,
} from '../../../src/store/index.js';
import type { Database, OAuthPayload, RegisteredClient } from '../../../src/store/index.js';
import type { CollectionGrants } from '../../ports.js';

export interface ClientDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealer: Sealer;
  readonly grants: CollectionGrants;
}

/** What somebody says about a client of hers. */
export interface ClientWords {
  readonly name: string;
  readonly url: string;
  readonly redirectUris: readonly string[];
  /** It runs where nobody else can read its secret: on a server. */
  readonly confidential: boolean;
}

export interface Registered {
  readonly client: string;
  /** Shown once; undefined for a client that could not keep it. */
  readonly secret: string | undefined;
}

const MOST_CLIENTS = 50;

/**
 * Registers a displayer, an issuer's server or an app.
 * @throws Refusal BAD_INPUT naming what is wrong, or when she has 50 already
 */
export async function registerOwnClient(
  owner: string,
  words: ClientWords,
  { database, clock, ids, sealer }: ClientDeps,
): Promise<Registered> {
  if ((await clientsOwnedBy(owner, database)).length >= MOST_CLIENTS) {
    throw new Refusal('BAD_INPUT', `You may register ${String(MOST_CLIENTS)} clients.`);
  }
  const id = ids.make('cli');
  const secret = words.confidential ? randomToken() : undefined;
  const metadata = metadataOf(id, words, secret);
  await registerClient({ id, owner, metadata, createdAt: clock.now() }, database, sealer);
  return { client: id, secret };
}

/**
 * Changes what a client of hers says about itself; its secret stays.
 * @throws Refusal NOT_FOUND unless it is hers; BAD_INPUT
 */
export async function updateOwnClient(
  owner: string,
  id: string,
  words: ClientWords,
  deps: ClientDeps,
): Promise<void> {
  await edit(owner, id, deps, ({ client_secret: known }) => {
    const kept = typeof known === 'string' ? known : randomToken();
    return metadataOf(id, words, words.confidential ? kept : undefined);
  });
}

/**
 * Gives a client of hers a new secret; the one before is worth nothing at once.
 * @throws Refusal NOT_FOUND unless it is hers and keeps a secret
 */
export async function renewClientSecret(
  owner: string,
  id: string,
  deps: ClientDeps,
): Promise<Registered> {
  const secret = randomToken();
  await edit(owner, id, deps, (metadata) => {
    if (metadata['client_secret'] === undefined) throw new Refusal('NOT_FOUND');
    return { ...metadata, client_secret: secret };
  });
  return { client: id, secret };
}

/** Of two edits at once the later one starts from what the earlier one left. */
async function edit(
  owner: string,
  id: string,
  deps: ClientDeps,
  change: (metadata: OAuthPayload) => OAuthPayload,
): Promise<void> {
  const before = await ownClient(owner, id, deps);
  const metadata = change(await metadataIn(before, deps));
  const isDone = await changeClient(before, metadata, deps.database, deps.sealer);
  if (!isDone) await edit(owner, id, deps, change);
}

/**
 * Deletes a client of hers with all it may do, also for other people.
 * @throws Refusal NOT_FOUND unless it is hers
 */
export async function deleteOwnClient(
  owner: string,
  id: string,
  { database, grants }: ClientDeps,
): Promise<void> {
  await database.transaction(async (session) => {
    if (!(await deleteClient({ id, owner }, database, session))) throw new Refusal('NOT_FOUND');
    await grants.endEvery(id, session);
  });
}

/** What she said about a client of hers. */
export async function wordsOf(
  client: RegisteredClient,
  deps: Pick<ClientDeps, 'sealer'>,
): Promise<ClientWords> {
  const metadata = await metadataIn(client, deps);
  const { redirect_uris: redirects, client_uri: url } = metadata;
  return {
    name: client.name,
    url: typeof url === 'string' ? url : '',
    redirectUris: Array.isArray(redirects) ? redirects.map(String) : [],
    confidential: metadata['client_secret'] !== undefined,
  };
}

async function ownClient(
  owner: string,
  id: string,
  { database }: ClientDeps,
): Promise<RegisteredClient> {
  const [found] = await findClients([id], database);
  if (found?.owner !== owner) throw new Refusal('NOT_FOUND');
  return found;
}

const metadataIn = async (
  { metadata }: RegisteredClient,
  { sealer }: Pick<ClientDeps, 'sealer'>,
): Promise<OAuthPayload> =>
  metadata === undefined ? {} : (JSON.parse(await sealer.open(metadata)) as OAuthPayload);

/** @throws Refusal BAD_INPUT naming what is wrong */
function metadataOf(id: string, words: ClientWords, secret: string | undefined): OAuthPayload {
  const { name, url, redirectUris } = words;
  const redirects = redirectUris.length > 0;
  const metadata = {
    client_id: id,
    client_name: name,
    client_uri: url,
    redirect_uris: redirectUris,
    application_type: redirectUris.every((uri) => /^https?:/i.test(uri)) ? 'web' : 'native',
    response_types: redirects ? ['code'] : [],
    grant_types: [
      ...(redirects ? ['authorization_code', 'refresh_token'] : []),
      ...(secret === undefined ? [] : ['client_credentials']),
    ],
    token_endpoint_auth_method: secret === undefined ? 'none' : 'client_secret_basic',
    ...(secret !== undefined && { client_secret: secret }),
  };
  const wrong =
    name.trim() === '' ? { member: 'client_name', right: 'given' } : wrongInClient(metadata);
  if (wrong !== undefined) {
    const field = FIELDS[wrong.member] ?? wrong.member;
    throw new Refusal('BAD_INPUT', `${field} must be ${wrong.right}.`, { field: `input.${field}` });
  }
  if (secret === undefined && !redirects) {
    const says = 'redirectUris must be given for a client that cannot keep a secret.';
    throw new Refusal('BAD_INPUT', says, { field: 'input.redirectUris' });
  }
  return metadata;
}

const FIELDS: Readonly<Record<string, string>> = {
  client_name: 'name',
  client_uri: 'url',
  redirect_uris: 'redirectUris',
};
