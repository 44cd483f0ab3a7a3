import { Refusal } from '../../src/errors.js';
import { pictureFormatOf } from '../../src/openbadges/index.js';
import type { Finding, Report } from '../../src/openbadges/index.js';
import { ask } from '../web/index.js';
import type { Asking, Operation } from '../web/index.js';
import type { Upload } from './read-upload.js';

/** What became of an import, as the graph tells it. */
export interface Imported {
  /** Hers and VALID: it is in her backpack. */
  readonly badge: { readonly id: string; readonly name: string } | null;
  /** Hers with another verdict: it waits in her inbox. */
  readonly offer: { readonly id: string; readonly badge: { readonly name: string } } | null;
  readonly report: Pick<Report, 'verdict'> & {
    readonly checkedAt: string;
    readonly version: string | null;
    readonly findings: readonly (Omit<Finding, 'because'> & { readonly because: string | null })[];
  };
}

/**
 * Runs the graph's own mutation for whoever sent the upload.
 *
 * @throws Refusal whatever the graph refuses
 */
export async function importBadge(upload: Upload, asking: Asking): Promise<Imported> {
  const reply = await ask(asking, IMPORT, { input: toInput(upload) });
  if (reply.kind === 'data') return reply.data.importBadge;
  const { code, retryAfterSeconds } = reply;
  const says =
    code === 'BAD_INPUT' && upload.url !== undefined
      ? 'url has to be an absolute http or https URL.'
      : undefined;
  throw new Refusal(code, says, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

interface BadgeSourceInput {
  readonly assertionUrl?: string;
  readonly credential?: string;
  readonly image?: string;
}

/** What a file is is told by its content. A text goes on as it is: JSON, a JWS or an address. */
function toInput({ badge, url, text }: Upload): BadgeSourceInput {
  if (url !== undefined) return { assertionUrl: url.trim() };
  if (badge === undefined) return { credential: text ?? '' };
  return pictureFormatOf(badge) === undefined
    ? { credential: new TextDecoder().decode(badge) }
    : { image: Buffer.from(badge).toString('base64') };
}

const IMPORT: Operation<{ readonly importBadge: Imported }, { readonly input: BadgeSourceInput }> =
  {
    query: `mutation ($input: BadgeSourceInput!) {
    importBadge(input: $input) {
      badge { id name }
      offer { id badge { name } }
      report { verdict version checkedAt findings { check outcome because } }
    }
  }`,
  };
