import type { PictureLook } from '../bake/look-at-picture.js';

/** Where a badge comes from. */
export type Source =
  | { readonly kind: 'url'; readonly url: string }
  /** The text as received: JSON, a compact JWS or a URL. */
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'image'; readonly bytes: Uint8Array };

/** The port to the network. It follows redirects, refuses private addresses and never throws. */
export type FetchDocument = (
  url: string,
  want: {
    readonly accept: string;
    readonly maxBytes: number;
    /** Sent to the first hop only. */
    readonly headers?: Readonly<Record<string, string>>;
  },
) => Promise<FetchAnswer>;

export type FetchAnswer =
  | {
      readonly kind: 'answered';
      /** The final one, after redirects. */
      readonly url: string;
      readonly status: number;
      readonly contentType?: string;
      readonly body: Uint8Array;
      /** Header fields by which the server knows this state of the document (RFC 9110, 8.8). */
      readonly etag?: string;
      readonly lastModified?: string;
      /** How long the server wants to be left alone (RFC 9110, 10.2.3). */
      readonly retryAfterSeconds?: number;
      /** Further fields, for whoever asked for them; lower case. */
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'unreachable'; readonly because: 'not-reached' | 'too-large' };

/** What was seen of a picture; its bytes are no evidence. */
export type PictureSeen = PictureLook | { readonly kind: 'not-fetched'; readonly because: string };

/** Everything a verdict rests on, as plain data: judging it again gives the same verdict. */
export interface Evidence {
  readonly source: Source;
  /** In the order of asking. */
  readonly answers: readonly { readonly asked: string; readonly answer: FetchAnswer }[];
  /** By the address of the picture; one given as `data:` by the digest of that text. */
  readonly pictures: readonly { readonly asked: string; readonly seen: PictureSeen }[];
}

/** What was asked for already; undefined when it was not. */
export type Known = (url: string) => FetchAnswer | undefined;

export function knownFrom({ answers }: Pick<Evidence, 'answers'>): Known {
  const byUrl = new Map(answers.map(({ asked, answer }) => [asked, answer]));
  return (url) => byUrl.get(url);
}
