import 'reflect-metadata';
import { Field, InputType } from 'type-graphql';
import { Refusal } from '../errors.js';
import { isCompactJws } from '../openbadges/index.js';
import type { Source } from '../openbadges/index.js';
import { Base64, Json, UrlScalar } from './scalars.js';

/** How several subgraphs take a badge from outside; equal in each, so that they compose. */
@InputType('BadgeSourceInput', { description: 'A badge in one of its forms: exactly one field.' })
export class BadgeSourceInput {
  @Field(() => UrlScalar, {
    nullable: true,
    description: 'URL of a hosted assertion or of a baked image.',
  })
  readonly assertionUrl?: string | null;

  @Field(() => String, { nullable: true, description: 'Compact JWS of a signed badge.' })
  readonly signature?: string | null;

  @Field(() => Json, {
    nullable: true,
    description:
      'The credential as JSON, or the text of it; a hosted one with an address to fetch it from.',
  })
  readonly credential?: unknown;

  @Field(() => Base64, { nullable: true, description: 'A baked PNG or SVG.' })
  readonly image?: string | null;
}

/**
 * @param field path of the input, to name what is wrong with it
 * @throws Refusal BAD_INPUT unless there is exactly one form the hub can read
 */
export function toSource(input: BadgeSourceInput, field: string): Source {
  const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
  const [only, ...more] = given;
  if (only === undefined || more.length > 0) {
    throw new Refusal(
      'BAD_INPUT',
      'source needs exactly one of assertionUrl, signature, credential, image.',
      { field },
    );
  }
  if (typeof input.assertionUrl === 'string') return { kind: 'url', url: input.assertionUrl };
  if (typeof input.image === 'string') {
    return { kind: 'image', bytes: Buffer.from(input.image, 'base64') };
  }
  if (typeof input.signature === 'string') {
    return { kind: 'json', text: compactJws(input.signature, `${field}.signature`) };
  }
  const { credential } = input;
  return {
    kind: 'json',
    text: typeof credential === 'string' ? credential : JSON.stringify(credential),
  };
}

/** @throws Refusal BAD_INPUT */
function compactJws(text: string, field: string): string {
  const jws = text.trim();
  if (isCompactJws(jws)) return jws;
  throw new Refusal('BAD_INPUT', 'signature has to be a JWS in compact form.', { field });
}
