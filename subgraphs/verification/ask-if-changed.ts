import { parseUrl } from '../../src/parse-url.js';
import type { Evidence, FetchAnswer, FetchDocument } from '../../src/openbadges/index.js';

type Answered = Extract<FetchAnswer, { kind: 'answered' }>;

/**
 * Asks a server for a document only if it changed since it was fetched last (RFC 9110, section 13.1);
 * what did not change is taken from what was kept. Only where the address itself answered: behind a
 * redirect it would be another server's word.
 */
export function askIfChanged(fetch: FetchDocument, earlier: Evidence | null): FetchDocument {
  const kept = new Map(
    (earlier?.answers ?? []).flatMap(({ asked, answer }) =>
      isReusable(asked, answer) ? [[asked, answer] as const] : [],
    ),
  );
  return async (url, want) => {
    const before = kept.get(url);
    if (before === undefined) return fetch(url, want);
    const headers = { ...want.headers, ...conditionsOf(before) };
    const answer = await fetch(url, { ...want, headers });
    return isUnchanged(answer, url) ? renewed(before, answer) : answer;
  };
}

function isReusable(asked: string, answer: FetchAnswer): answer is Answered {
  return (
    answer.kind === 'answered' &&
    answer.status === 200 &&
    isSameUrl(answer.url, asked) &&
    (answer.etag !== undefined || answer.lastModified !== undefined)
  );
}

/** The date only where there is no tag: a server looks at one of them anyway (13.1.3). */
function conditionsOf({ etag, lastModified }: Answered): Readonly<Record<string, string>> {
  if (etag !== undefined) return { 'if-none-match': etag };
  return lastModified === undefined ? {} : { 'if-modified-since': lastModified };
}

function isUnchanged(answer: FetchAnswer, asked: string): answer is Answered {
  return answer.kind === 'answered' && answer.status === 304 && isSameUrl(answer.url, asked);
}

function renewed(before: Answered, { etag, lastModified }: Answered): Answered {
  return {
    ...before,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
  };
}

/** As written or as a URL is written in full: the final address of a fetch is. */
function isSameUrl(final: string, asked: string): boolean {
  return final === asked || parseUrl(asked)?.href === final;
}
