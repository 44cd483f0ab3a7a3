import { html } from './html.js';
import type { Html } from './html.js';

/** First steps for the three kinds of people a hub serves. */
export const guides = (graphUrl: string): Html => html`
  <section class="card" aria-labelledby="issuers">
    <h2 id="issuers">For issuers</h2>
    <p>
      No registration. Push the address of a hosted badge or a baked image; the hub verifies it and
      offers it to its earner. Pushing twice changes nothing.
    </p>
    <pre class="wrap" aria-label="A push with curl"><code>${pushExample(graphUrl)}</code></pre>
    <p class="quiet">
      The answer tells what the verification found, never whether the earner has a backpack here.
    </p>
  </section>
  <section class="card" aria-labelledby="earners">
    <h2 id="earners">For earners</h2>
    <p>
      Sign in with the address your badges were issued to. What arrives waits in your inbox until
      you accept or decline it. Badges are private until you say otherwise; put those you want to
      show into a collection.
    </p>
  </section>
  <section class="card" aria-labelledby="displayers">
    <h2 id="displayers">For displayers</h2>
    <p>
      Read a public collection, then subscribe to its changes. Keep the cursor of the last item:
      with it, a stream goes on where it ended and nothing is lost.
    </p>
    <pre tabindex="0" aria-label="A subscription"><code>${SUBSCRIPTION_EXAMPLE}</code></pre>
  </section>
`;

const PUSH = {
  query:
    'mutation ($url: URL!) { pushBadge(input: { source: { assertionUrl: $url } }) ' +
    '{ state report { verdict } } }',
  variables: { url: 'https://issuer.example/badges/1.json' },
};

const pushExample = (graphUrl: string): string => `curl ${graphUrl} \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(PUSH, null, 2)}'`;

const SUBSCRIPTION_EXAMPLE = `subscription ($collection: ID!, $after: Cursor) {
  collectionChanges(collection: $collection, after: $after) {
    ... on CollectionChange { cursor kind badge { name } }
    ... on SnapshotRequired { cursor }
    ... on AccessEnded { why: reason }
  }
}`;
