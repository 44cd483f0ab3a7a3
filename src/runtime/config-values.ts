import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';
import { z } from 'zod';
import { parseUrl } from '../parse-url.js';
import { normalizeAddress } from '../openbadges/index.js';
import { parsePrivateOrigins } from './guarded-fetch/index.js';

/**
 * The kinds of values a setting can have, each read from the text of an environment variable. The message
 * of a failed check says what is right, so it completes "… must be".
 */
const LONGEST_TIMER = 2 ** 31 - 1;

export const wholeNumber = (least: number, most: number) => {
  const right = `a whole number from ${String(least)} to ${String(most)}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, right)
    .transform(Number)
    .refine((number) => number >= least && number <= most, right);
};

/** Zero is refused: nothing switches a limit off. */
export const limit = (most: number = LONGEST_TIMER) => wholeNumber(1, most);

export const text = z.string();

export const flag = z.enum(['true', 'false'], 'true or false').transform((word) => word === 'true');

export const httpUrl = z
  .string()
  .refine((url) => hasProtocol(url, ['http:', 'https:']), 'an http: or https: URL');

/** A web origin, without a slash at the end. */
export const httpOrigin = z
  .string()
  .refine(
    (url) =>
      hasProtocol(url, ['http:', 'https:']) && new URL(url).href === `${new URL(url).origin}/`,
    'an origin without path or query, such as https://hub.example',
  )
  .transform((url) => new URL(url).origin);

export const smtpUrl = z
  .string()
  .refine((url) => hasProtocol(url, ['smtp:', 'smtps:']), 'an smtp: or smtps: URL');

export const mongoUrl = z
  .string()
  .regex(/^mongodb(\+srv)?:\/\/./, 'a mongodb: or mongodb+srv: URL');

export const sender = z
  .string()
  .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, 'a mail address, such as Backpack Hub <hub@hub.example>');

/** E-mail addresses, in the form in which they are compared. */
export const addresses = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
  .refine(
    (entries) => entries.every((entry) => /^[^@\s]+@[^@\s]+$/.test(entry)),
    'e-mail addresses separated by commas',
  )
  .transform((entries) => entries.map(normalizeAddress));

export const networks = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((entry) => entry !== ''))
  .refine(
    (entries) => entries.every(isNetwork),
    'addresses or ranges separated by commas, such as 10.0.0.7, 192.168.0.0/16',
  );

export const privateOrigins = z.string().transform((list, context) => {
  try {
    return parsePrivateOrigins(list);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is unreadable';
    const message = `origins or origin=address, separated by commas, but ${reason}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

const hasProtocol = (url: string, protocols: readonly string[]): boolean =>
  protocols.includes(parseUrl(url)?.protocol ?? '');

const isNetwork = (entry: string): boolean => isIP(entry) !== 0 || ipaddr.isValidCIDR(entry);
