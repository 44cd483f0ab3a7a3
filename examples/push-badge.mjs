// Pushes a hosted badge to a hub: node examples/push-badge.mjs HUB_URL ASSERTION_URL [RECIPIENT_EMAIL]
// No registration, no key. RECIPIENT_EMAIL is needed when the badge names its recipient by a hash.

const [hub, assertionUrl, recipient] = process.argv.slice(2);
if (hub === undefined || assertionUrl === undefined) {
  console.error('Usage: node examples/push-badge.mjs HUB_URL ASSERTION_URL [RECIPIENT_EMAIL]');
  process.exit(2);
}

const query = `mutation ($input: PushBadgeInput!) {
  pushBadge(input: $input) {
    state
    offerId
    report { verdict findings { check outcome because } }
  }
}`;
const variables = { input: { source: { assertionUrl }, recipient } };

const response = await fetch(new URL('/graphql', hub), {
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
  body: JSON.stringify({ query, variables }),
});
/** @typedef {{ check: string, outcome: string, because: string | null }} Finding */
/** @typedef {{ state: string, offerId: string | null, report: { verdict: string, findings: Finding[] } }} Receipt */
/** @typedef {{ message: string, extensions?: { code?: string } }} GraphqlError */
const { data, errors } = /** @type {{ data: { pushBadge: Receipt }, errors?: GraphqlError[] }} */ (
  await response.json()
);

if (errors !== undefined) {
  // A refusal says what is wrong and carries a code for programs.
  for (const { message, extensions } of errors) console.error(`${extensions?.code}: ${message}`);
  process.exit(1);
}
const { state, offerId, report } = data.pushBadge;
console.log(`${state} ${offerId ?? ''}`.trim());
console.log(`The hub's verdict: ${report.verdict}`);
for (const { check, outcome, because } of report.findings) {
  if (outcome !== 'PASS') console.log(`  ${check} ${outcome}: ${because ?? ''}`);
}
// PENDING and ALREADY_THERE are fine: pushing the same badge again changes nothing.
process.exit(state === 'REFUSED' ? 1 : 0);
