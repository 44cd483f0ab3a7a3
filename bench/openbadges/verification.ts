import { isDeepStrictEqual } from 'node:util';
import validate from 'openbadges-validator';
import { verify } from '../../src/openbadges/index.js';
import type { FetchDocument, Verified } from '../../src/openbadges/index.js';
import { createGuardedFetch } from '../../src/runtime/index.js';
import { startServerProcess } from '../server-process.js';
import type { Contest } from './alternate.js';

export interface Verification {
  readonly contest: Contest;
  /** The hub's part of it alone: what it fetched before is there at once. */
  readonly withoutNetwork: () => Promise<unknown>;
}

/**
 * A signed badge of 1.0, against Mozilla's validator. Both fetch badge class, issuer, picture, key and
 * revocation list from an issuer in a process of its own, every time; the hub through its guarded fetcher.
 * @throws Error when the two do not judge alike
 */
export async function withVerification<T>(work: (of: Verification) => Promise<T>): Promise<T> {
  const issuer = await startServerProcess('openbadges/issuer-process.js', [], {});
  const fetch = createGuardedFetch({
    privateOrigins: [{ origin: issuer.url }],
    userAgent: 'backpack-hub-bench',
  });
  const textAt = async (path: string) => {
    const answer = await fetch(issuer.url + path, { accept: 'text/plain', maxBytes: 100_000 });
    return answer.kind === 'answered' ? Buffer.from(answer.body).toString() : '';
  };
  try {
    const [signed, tampered] = [await textAt('/signed'), await textAt('/tampered')];
    const known = new Map<string, Awaited<ReturnType<FetchDocument>>>();
    const remembering: FetchDocument = async (url, want) => {
      const answer = await fetch(url, want);
      known.set(url, answer);
      return answer;
    };
    requireSame(await verifySigned(signed, remembering), await validateSigned(signed));
    requireRefused(
      await verifySigned(tampered, fetch),
      await validateSigned(tampered).catch(() => undefined),
    );
    return await work({
      contest: {
        what: 'verify a signed badge',
        peer: 'openbadges-validator',
        times: 150,
        ours: () => verifySigned(signed, fetch),
        theirs: () => validateSigned(signed),
      },
      withoutNetwork: () =>
        verifySigned(signed, (url, want) => Promise.resolve(known.get(url) ?? fetch(url, want))),
    });
  } finally {
    await fetch.close();
    await issuer.stop();
  }
}

function verifySigned(jws: string, fetch: FetchDocument): Promise<Verified> {
  return verify({ kind: 'json', text: jws }, { fetch, now: () => new Date() });
}

function validateSigned(jws: string): Promise<object> {
  return new Promise((resolve, reject) => {
    validate(jws, (error, found) => {
      if (error === null && found !== undefined) resolve(found.assertion);
      else reject(error ?? new Error('The validator found nothing.'));
    });
  });
}

/** Both find it valid, and read the same out of it. */
function requireSame({ report, evidence }: Verified, assertion: object): void {
  const { text = '' } = evidence.source.kind === 'json' ? evidence.source : {};
  const payload = Buffer.from(text.split('.')[1] ?? '', 'base64url').toString();
  // The validator puts the header of the signature among the members.
  const same = isDeepStrictEqual(
    { ...(JSON.parse(payload) as object), header: undefined },
    { ...assertion, header: undefined },
  );
  if (report.verdict === 'VALID' && same) return;
  throw new Error(`They differ: ${JSON.stringify(report)}`);
}

function requireRefused({ report }: Verified, assertion: object | undefined): void {
  if (report.verdict === 'INVALID' && assertion === undefined) return;
  throw new Error('A badge that was changed after signing is found valid.');
}
