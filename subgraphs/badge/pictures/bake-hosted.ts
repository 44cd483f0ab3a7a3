import { Refusal } from '../../../src/errors.js';
import { bake, verify } from '../../../src/openbadges/index.js';
import type {
  CheckCode,
  FetchDocument,
  Finding,
  FoundPicture,
  Original,
  Verified,
} from '../../../src/openbadges/index.js';
import type { Clock } from '../../../src/runtime/index.js';
import type { Picture } from './picture.js';

export interface BakeHostedDeps {
  readonly fetch: FetchDocument;
  readonly clock: Clock;
}

export type BakedHosted =
  | ({ readonly kind: 'baked' } & Picture)
  /** In the words of Mozilla's Baking API (open-badges.md 2.3). */
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly code?: Code;
      /** The HTTP status, for `http-status`. */
      readonly extra?: number;
    };

type Refused = Extract<BakedHosted, { kind: 'refused' }>;
type Code = keyof typeof SAYS;

const SAYS = {
  'http-unreachable': 'the assertion could not be fetched',
  'http-status': 'the server of the assertion answered with an error',
  parse: 'no assertion can be read at this url',
  structure: 'what is there is no assertion as Open Badges require it',
  resources: 'a badge class, an issuer or a picture that can be baked is missing',
} as const;

/**
 * Bakes a hosted badge on demand: fetches what its URL leads to and bakes the assertion into its picture,
 * else into that of its badge class. Whether to believe the badge is not its question.
 */
export async function bakeHosted(
  url: string,
  { fetch, clock }: BakeHostedDeps,
): Promise<BakedHosted> {
  const verified = await verify({ kind: 'url', url }, { fetch, now: () => clock.now() });
  const { original, credential, pictures } = verified;
  if (original === undefined) return notFound(verified);
  if (failed(verified, 'PARSE')) return refused('parse');
  if (failed(verified, 'VERSION') || failed(verified, 'STRUCTURE')) return refused('structure');
  const picture = pictures.find(({ of }) => of === 'badge');
  const isWhole = credential !== undefined && !failed(verified, 'LINKED');
  if (!isWhole || picture === undefined) return refused('resources');
  return bakeInto(picture, textToBake(original, credential.hostedUrl ?? url));
}

function bakeInto({ look: { format }, bytes }: FoundPicture, text: string): BakedHosted {
  try {
    return { kind: 'baked', format, bytes: bake(bytes, text) };
  } catch (error) {
    if (error instanceof Refusal) return refused('resources');
    throw error;
  }
}

/** Why the way to the assertion ended; gathering asks for nothing behind the point where it did. */
function notFound(verified: Verified): Refused {
  const last = verified.evidence.answers.at(-1)?.answer;
  if (last === undefined) {
    return { kind: 'refused', message: 'must provide a valid assertion url' };
  }
  if (last.kind === 'unreachable') return refused('http-unreachable');
  if (last.status !== 200) return { ...refused('http-status'), extra: last.status };
  const isNoBadge = failed(verified, 'PARSE') || failed(verified, 'UNBAKE');
  return refused(isNoBadge ? 'parse' : 'structure');
}

function failed({ report }: Verified, check: CheckCode): boolean {
  const isBad = ({ outcome }: Finding) => outcome === 'FAIL' || outcome === 'UNREACHABLE';
  return report.findings.some((one) => one.check === check && isBad(one));
}

function refused(code: Code): Refused {
  return { kind: 'refused', code, message: SAYS[code] };
}

/** The assertion as fetched. One that does not say how to verify it is told, as Mozilla's service did. */
function textToBake({ bytes, mediaType }: Original, url: string): string {
  const text = new TextDecoder().decode(bytes);
  if (mediaType === 'application/jose') return text;
  const assertion = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const saysHow = 'verify' in assertion || 'verification' in assertion;
  return saysHow ? text : JSON.stringify({ ...assertion, verify: { type: 'hosted', url } });
}
