import { describe, expect, test } from '@jest/globals';
import { ANONYMOUS } from '../../src/runtime/index.js';
import { testGraph } from '../support/graph.js';
import { storyOn } from './story.js';

const graph = testGraph();
const story = storyOn(graph);

const BY_EMAIL = 'query ($email: EmailAddress!) { earnerByEmail(email: $email) { id } }';
const DELETE = 'mutation ($confirm: EmailAddress!) { deleteAccount(confirm: $confirm) }';

describe('being found by an address', () => {
  const DISCOVERY =
    'mutation ($on: Boolean!) { setEmailDiscovery(enabled: $on) { emailDiscovery } }';

  test('is off until she says so, and off again when she says that', async () => {
    const she = await story.earner();
    const find = () => graph.data(ANONYMOUS, BY_EMAIL, { email: she.email });
    expect(await find()).toEqual({ earnerByEmail: null });
    expect(await graph.data(she.as, DISCOVERY, { on: true })).toEqual({
      setEmailDiscovery: { emailDiscovery: true },
    });
    expect(await find()).toEqual({ earnerByEmail: { id: she.as.earner } });
    await graph.data(she.as, DISCOVERY, { on: false });
    expect(await find()).toEqual({ earnerByEmail: null });
  });

  test('answers nothing of her but what is public', async () => {
    const she = await story.earner();
    await graph.data(she.as, DISCOVERY, { on: true });
    await story.badgeOf(she);
    const query = `query ($email: EmailAddress!) { earnerByEmail(email: $email) {
      emails { address } locale emailDiscovery badges { edges { node { id } } } } }`;
    expect(await graph.data(ANONYMOUS, query, { email: she.email.toUpperCase() })).toEqual({
      earnerByEmail: { emails: null, locale: null, emailDiscovery: null, badges: { edges: [] } },
    });
  });
});

describe('what she says about herself', () => {
  const LOCALE = 'mutation ($locale: String) { setLocale(locale: $locale) { locale } }';

  test.each([
    ['de-at', 'de-AT'],
    ['en', 'en'],
    [null, null],
  ])('locale %j is kept as %j', async (given, kept) => {
    const she = await story.earner();
    expect(await graph.data(she.as, LOCALE, { locale: given })).toEqual({
      setLocale: { locale: kept },
    });
  });

  test.each(['', 'not a locale', 'x'.repeat(40), 'de_AT\r\n'])(
    'locale %j is refused',
    async (locale) => {
      const she = await story.earner();
      expect(await graph.refusal(she.as, LOCALE, { locale })).toBe('BAD_INPUT');
    },
  );

  test('new badges are as visible as she chose; those she has stay as they are', async () => {
    const she = await story.earner();
    const before = await story.badgeOf(she);
    await graph.data(
      she.as,
      'mutation { setDefaultVisibility(visibility: PUBLIC) { defaultVisibility } }',
    );
    const after = await story.badgeOf(she);
    const visibility = async (id: string) =>
      graph.data(she.as, 'query ($id: ID!) { badge(id: $id) { visibility } }', { id });
    expect(await visibility(before)).toEqual({ badge: { visibility: 'PRIVATE' } });
    expect(await visibility(after)).toEqual({ badge: { visibility: 'PUBLIC' } });
  });
});

describe('leaving', () => {
  test('needs her primary address once more', async () => {
    const she = await story.earner();
    expect(await graph.refusal(she.as, DELETE, { confirm: story.newAddress() })).toBe('BAD_INPUT');
    expect(await graph.refusal(ANONYMOUS, DELETE, { confirm: she.email })).toBe('UNAUTHENTICATED');
  });

  test('takes everything that names her along, and nothing of anybody else', async () => {
    const [she, other] = [await story.earner(), await story.earner()];
    const badge = await story.badgeOf(she);
    await story.offerTo(she.email);
    const collection = await story.collectionOf(she, [badge]);
    const kept = await story.badgeOf(other);
    await graph.data(she.as, DELETE, { confirm: she.email.toUpperCase() });

    expect(graph.mails[0]?.to).toBe(she.email);
    const collections = (await graph.parts.database.connection.db?.collections()) ?? [];
    // Links that were mailed live for 15 minutes more; limits count hashes.
    const rest = collections.filter(({ collectionName }) => collectionName !== 'sign_in_tokens');
    const everything = JSON.stringify(await Promise.all(rest.map((one) => one.find().toArray())));
    expect(everything).not.toContain(she.as.earner);
    expect(everything).not.toContain(she.email);
    expect(everything).toContain(kept);

    const query = `query ($e: ID!, $b: ID!, $c: ID!) {
      earner(id: $e) { id } badge(id: $b) { id } collection(id: $c) { id } }`;
    const ids = { e: she.as.earner, b: badge, c: collection };
    expect(await graph.data(other.as, query, ids)).toEqual({
      earner: null,
      badge: null,
      collection: null,
    });
    expect(await graph.refusal(she.as, DELETE, { confirm: she.email })).toBe('UNAUTHENTICATED');
  });

  test('and coming back is a new, empty account', async () => {
    const she = await story.earner();
    await story.badgeOf(she);
    await graph.data(she.as, DELETE, { confirm: she.email });
    const again = await story.earner(she.email);
    expect(again.as.earner).not.toBe(she.as.earner);
    expect(await graph.data(again.as, '{ me { badges { edges { node { id } } } } }')).toEqual({
      me: { badges: { edges: [] } },
    });
  });

  test('while a badge is accepted leaves no badge of nobody', async () => {
    const she = await story.earner();
    const offers = [await story.offerTo(she.email), await story.offerTo(she.email)];
    await Promise.all([
      graph.refusal(she.as, DELETE, { confirm: she.email }),
      ...offers.map((id) =>
        graph.refusal(she.as, 'mutation ($id: ID!) { acceptOffer(id: $id) { id } }', { id }),
      ),
    ]);
    const badges = graph.parts.database.connection.collection('badges');
    expect(await badges.countDocuments({ earner: she.as.earner })).toBe(0);
  });
});

describe('the archive', () => {
  test('holds everything of hers, credentials as their issuers wrote them, and no secret', async () => {
    const she = await story.earner();
    const { urls } = story.issuer.issue({ recipient: she.email });
    const { offerId } = await story.push({ assertionUrl: urls.assertion }, she.email);
    const { acceptOffer } = await graph.data<{ acceptOffer: { id: string } }>(
      she.as,
      'mutation ($id: ID!) { acceptOffer(id: $id) { id } }',
      { id: offerId },
    );
    const waiting = await story.offerTo(she.email);
    const collection = await story.collectionOf(she, [acceptOffer.id]);
    const { accountArchive } = await graph.data<{ accountArchive: Record<string, unknown> }>(
      she.as,
      '{ accountArchive }',
    );
    expect(accountArchive).toMatchObject({
      format: 'backpack-hub/account',
      version: 1,
      earner: { id: she.as.earner },
      addresses: [{ address: she.email, primary: true }],
      sessions: [{ id: she.as.session }],
      badges: [
        { id: acceptOffer.id, credential: { id: urls.assertion }, report: { verdict: 'VALID' } },
      ],
      collections: [{ id: collection, badges: [acceptOffer.id] }],
    });
    expect(JSON.stringify(accountArchive['offers'])).toContain(waiting);
    const sessions = await graph.parts.database.connection
      .collection('sessions')
      .find({ earner: she.as.earner })
      .toArray();
    expect(JSON.stringify(accountArchive)).not.toContain(String(sessions[0]?._id));
  });

  test('is for nobody else', async () => {
    expect(await graph.refusal(ANONYMOUS, '{ accountArchive }')).toBe('UNAUTHENTICATED');
  });
});
