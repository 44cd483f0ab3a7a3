// Verifies, bakes and unbakes a badge with the library alone, no hub and no database:
//   node examples/verify-a-badge/run.mjs [URL_OF_A_BADGE [RECIPIENT_EMAIL]]
// Without arguments it serves a badge of its own on this machine.
import { bake, matchesRecipient, unbake, verify } from 'backpack-hub/openbadges';
import { startIssuer } from '../demo/issuer.mjs';
import { fetchDocument } from './fetch-document.mjs';

/** What the library needs of the world: the network and the time. */
const world = { fetch: fetchDocument, now: () => new Date() };

const [given, recipient = 'earner@example.org'] = process.argv.slice(2);
const issuer = given === undefined ? await startIssuer({ recipient }) : undefined;
const url = given ?? issuer?.urls.assertion ?? '';

// A badge can be judged for anybody, or for the person who says that it is hers.
const { report, credential, original, pictures } = await verify({ kind: 'url', url }, world, {
  recipients: [recipient],
});
console.log(`${credential?.achievement.name ?? url}: ${report.verdict}`);
for (const { check, outcome, because } of report.findings) {
  if (outcome !== 'PASS') console.log(`  ${check} ${outcome}: ${because ?? ''}`);
}
if (credential !== undefined) {
  const hers = matchesRecipient(credential.recipient, [recipient]);
  console.log(`It was issued by ${credential.issuer.name}; the recipient is a ${hers}.`);
}

// The issuer's own bytes go into its picture, and come out again as they were.
const picture = pictures.find(({ of }) => of === 'badge');
if (original !== undefined && picture !== undefined) {
  const text = new TextDecoder().decode(original.bytes);
  const baked = bake(picture.bytes, text);
  const unbaked = unbake(baked);
  const isSame = unbaked.kind === 'found' && unbaked.text === text;
  console.log(`Baked into ${baked.byteLength} bytes; unbaked the same: ${isSame ? 'yes' : 'no'}.`);

  // A baked picture is a badge like any other: it leads to the issuer's own document.
  const again = await verify({ kind: 'image', bytes: baked }, world);
  console.log(`The baked picture: ${again.report.verdict}`);
}

// Taken back, and everybody who asks again learns of it.
if (issuer !== undefined) {
  issuer.revoke();
  const { report: later } = await verify({ kind: 'url', url }, world);
  console.log(`After its issuer took it back: ${later.verdict}`);
  await issuer.close();
}
