import { randomIds, randomToken, sha256Hex } from '../src/runtime/index.js';
import type { Database } from '../src/store/index.js';
import { badgeModel } from '../subgraphs/badge/badge.model.js';
import { issuerModel } from '../subgraphs/badge/issuer.model.js';
import { collectionModel } from '../subgraphs/collection/collection.model.js';
import { earnerModel } from '../subgraphs/earner/account/earner.model.js';
import { sessionModel } from '../subgraphs/earner/sessions/session.model.js';
import { reportModel } from '../subgraphs/verification/report.model.js';

export interface SeededEarner {
  readonly id: string;
  readonly accessToken: string;
}

const CHECKS = ['FETCH', 'PARSE', 'STRUCTURE', 'ID_MISMATCH', 'SCOPE', 'LINKED', 'REVOKED', 'TIME'];
const BADGES_PER_ISSUER = 4;
const SESSION_MS = 3_600_000;
const CREDENTIAL_BYTES = 2_000;

/** An earner who is signed in. */
export async function seedEarner(database: Database, now: Date): Promise<SeededEarner> {
  const id = randomIds.make('ear');
  const accessToken = randomToken();
  const endsAt = new Date(now.getTime() + SESSION_MS);
  await database.model(earnerModel).create({ _id: id, displayName: 'An earner', createdAt: now });
  await database.model(sessionModel).create({
    _id: sha256Hex(accessToken),
    publicId: randomIds.make('ses'),
    earner: id,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: endsAt,
    endsAt,
  });
  return { id, accessToken };
}

/**
 * Badges as they are after she accepted them: private until she says otherwise, each with the credential's
 * bytes and a report of every check.
 */
export async function seedBadges(
  database: Database,
  earner: string,
  count: number,
  now: Date,
): Promise<readonly string[]> {
  const issuers = Array.from({ length: Math.ceil(count / BADGES_PER_ISSUER) }, (_, index) => ({
    _id: randomIds.make('iss'),
    profile: `https://issuer-${index}.example/profile`,
    name: `Issuer ${index}`,
    url: `https://issuer-${index}.example`,
    updatedAt: now,
  }));
  await database.model(issuerModel).insertMany(issuers);
  const ids = Array.from({ length: count }, () => randomIds.make('bdg'));
  await database.model(badgeModel).insertMany(
    ids.map((_id, index) => ({
      _id,
      earner,
      credentialKey: sha256Hex(_id),
      original: Buffer.alloc(CREDENTIAL_BYTES, '{}'),
      mediaType: 'application/json',
      hostedUrl: `https://issuer.example/badges/${index}`,
      version: 'V2_0' as const,
      name: `Badge ${index}`,
      description: 'Awarded for taking part, and for showing afterwards what was learned.',
      criteriaUrl: `https://issuer.example/criteria/${index}`,
      issuer: issuers[Math.floor(index / BADGES_PER_ISSUER)]?._id ?? '',
      issuedOn: now,
      evidence: [{ id: `https://issuer.example/evidence/${index}`, narrative: 'A report.' }],
      alignments: [{ targetName: 'A standard', targetUrl: 'https://standard.example/1' }],
      tags: ['learning', 'test'],
      visibility: 'PRIVATE' as const,
      publishesRecipient: false,
      revealRecipient: false,
      acceptedAt: now,
    })),
  );
  await database.model(reportModel).insertMany(
    ids.map((subject) => ({
      _id: randomIds.make('rep'),
      subject,
      current: true,
      verdict: 'VALID' as const,
      version: 'V2_0' as const,
      checkedAt: now,
      findings: CHECKS.map((check) => ({ check, outcome: 'PASS' as const })),
    })),
  );
  return ids;
}

/** A public collection that shows these badges. */
export async function seedCollection(
  database: Database,
  owner: string,
  badges: readonly string[],
  now: Date,
): Promise<string> {
  const id = randomIds.make('col');
  await database.model(collectionModel).create({
    _id: id,
    owner,
    name: 'What she learned',
    visibility: 'PUBLIC',
    rev: 0,
    ownerRev: 0,
    epoch: randomIds.make('ep'),
    badges: [...badges],
    createdAt: now,
    updatedAt: now,
  });
  return id;
}
