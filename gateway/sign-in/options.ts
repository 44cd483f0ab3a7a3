import type { GraphClient } from '../web/index.js';

/** What the sign-in pages are given. */
export interface SignInOptions {
  readonly graph: GraphClient;
  /** The origin people see; the one that was asked when undefined. */
  readonly publicUrl: string | undefined;
  /** Whether to show the way to the development mailbox. */
  readonly mailbox: boolean;
  /** OpenID providers people may sign in with. */
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}
