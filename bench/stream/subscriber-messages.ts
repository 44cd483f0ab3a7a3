/** What the bench asks of a process of subscribers. */
export interface Subscribe {
  /** Where the hub answers WebSockets. */
  readonly url: string;
  /** Of one collection; asks for `cursor` and `rev` at least. */
  readonly query: string;
  /** A socket is opened for each entry, as each displayer opens its own. */
  readonly collections: readonly string[];
}

/** What such a process tells. */
export type SubscriberReport =
  | { readonly kind: 'subscribed' }
  /** Every subscriber of the collection in this process has the change. */
  | {
      readonly kind: 'received';
      readonly collection: string;
      readonly rev: number;
      /** Wall clock of each receipt, in milliseconds with fractions. */
      readonly atMs: readonly number[];
    }
  | { readonly kind: 'failed'; readonly because: string };
