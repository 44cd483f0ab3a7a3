import { judge, matchesRecipient } from '../../src/openbadges/index.js';
import type {
  Credential,
  Evidence,
  FetchAnswer,
  Judgement,
  Question,
  Source,
} from '../../src/openbadges/index.js';
import type { Database, Session } from '../../src/store/index.js';
import type { BadgeSources } from '../ports.js';
import { evidenceModel } from './evidence.model.js';
import type { EvidenceDoc, StoredAnswer, StoredQuestion } from './evidence.model.js';

/** Which report it is for. */
export interface EvidenceOf {
  readonly report: string;
  readonly subject: string;
  readonly expiresAt?: Date | undefined;
}

/** Stores what a report rests on, in place of what it rested on before. */
export async function keepEvidence(
  { report, subject, expiresAt }: EvidenceOf,
  { source, answers, pictures }: Evidence,
  question: StoredQuestion,
  database: Database,
  session: Session,
): Promise<void> {
  await database.model(evidenceModel).replaceOne(
    { _id: report },
    {
      subject,
      source: source.kind === 'image' ? { ...source, bytes: binary(source.bytes) } : source,
      answers: answers.map(toStoredAnswer),
      pictures,
      question,
      ...(expiresAt && { expiresAt }),
    },
    { upsert: true, session },
  );
}

/** What `from` rests on is what `to` rests on as well, for another moment if one is given. */
export async function copyEvidence(
  from: string,
  to: EvidenceOf & { readonly at?: Date },
  database: Database,
  session: Session,
): Promise<void> {
  const found = await read(from, database, session);
  // A report of before evidence was stored.
  if (found === null) return;
  const question = { ...found.question, ...(to.at && { at: to.at }) };
  await keepEvidence(to, toEvidence(found), question, database, session);
}

/** What a report rests on; null for reports of before evidence was stored. */
export async function evidenceOf(report: string, database: Database): Promise<Evidence | null> {
  const found = await read(report, database);
  return found === null ? null : toEvidence(found);
}

/**
 * Judges a badge once more by what a report rests on, for the moment it was judged for then, and asks
 * nobody. Null for reports of before evidence was stored.
 */
export async function repeatJudgement(
  report: string,
  { database, sources }: { readonly database: Database; readonly sources: BadgeSources },
): Promise<Judgement | null> {
  const found = await read(report, database);
  if (found === null) return null;
  const { at, recipients, compared } = found.question;
  const badge = compared ? await sources.sourceOf(found.subject) : null;
  const question: Question = {
    at,
    ...(recipients && { recipients }),
    ...(badge && { accepted: badge.accepted }),
  };
  return judge(toEvidence(found), question);
}

/** Her addresses as far as they mattered: judging by these gives the same as judging by all of them. */
export function recipientsThatMattered(
  recipients: readonly string[],
  credential: Credential | undefined,
): readonly string[] {
  const named = recipients.find(
    (address) => matchesRecipient(credential?.recipient ?? [], [address]) === 'match',
  );
  return named === undefined ? [] : [named];
}

async function read(
  report: string,
  database: Database,
  session?: Session,
): Promise<EvidenceDoc | null> {
  return database
    .model(evidenceModel)
    .findById(report, null, { session: session ?? null })
    .lean<EvidenceDoc>();
}

function toStoredAnswer({ asked, answer }: Evidence['answers'][number]): StoredAnswer {
  return answer.kind === 'answered'
    ? { asked, ...answer, body: binary(answer.body) }
    : { asked, ...answer };
}

function toEvidence({ source, answers, pictures }: EvidenceDoc): Evidence {
  return {
    source: toSource(source),
    answers: answers.map((stored) => ({ asked: stored.asked, answer: toAnswer(stored) })),
    pictures,
  };
}

function toSource({ kind, url = '', text = '', bytes }: EvidenceDoc['source']): Source {
  if (kind === 'url') return { kind, url };
  return kind === 'json' ? { kind, text } : { kind, bytes: bytesIn(bytes) };
}

function toAnswer({ kind, because = 'not-reached', ...stored }: StoredAnswer): FetchAnswer {
  if (kind === 'unreachable') return { kind, because };
  const { url = '', status = 0, contentType, body, etag, lastModified, retryAfterSeconds } = stored;
  return {
    kind,
    url,
    status,
    body: bytesIn(body),
    ...(contentType !== undefined && { contentType }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

function binary(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** MongoDB's own kind of binary, which is what a lean read gives. */
function bytesIn(stored: Buffer | undefined): Uint8Array {
  return stored === undefined ? new Uint8Array() : new Uint8Array(stored.buffer);
}
