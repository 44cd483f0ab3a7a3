import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseUrl } from '../parse-url.js';

const domain = z.string().regex(/^(\*|[a-z0-9.-]+)$/i, 'a domain, or * for every one');

const provider = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, 'small letters, digits and hyphens'),
  name: z.string().min(1).max(60),
  issuer: z.string().refine((url) => parseUrl(url) !== undefined, 'a URL'),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  /** The algorithm of its ID tokens. */
  algorithm: z.enum(['RS256', 'PS256', 'ES256', 'Ed25519']).default('RS256'),
  /** Domains of addresses on whose word about them the hub relies. */
  authoritativeFor: z.array(domain).default([]),
});

const providers = z
  .array(provider)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'with different ids');

/** An OpenID provider people may sign in with. */
export type OpenIdProvider = z.output<typeof provider>;

/**
 * Reads the providers: JSON, or the path of a file with it. What is wrong is named by its place in the
 * list, never by its value, since there are secrets in it.
 */
export const openIdProviders = z.string().transform((text, context): readonly OpenIdProvider[] => {
  const wrong = (message: string): never => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  let given: unknown;
  try {
    given = JSON.parse(text.trimStart().startsWith('[') ? text : readFileSync(text, 'utf8'));
  } catch {
    return wrong('a JSON array of providers, or the path of a file that holds one');
  }
  const read = providers.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  return wrong(
    `a list of providers; ${issue?.path.join('.') ?? ''} must be ${issue?.message ?? ''}`,
  );
});
