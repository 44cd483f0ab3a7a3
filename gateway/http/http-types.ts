import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request on its way through the gateway. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  /** What stands where the route's path has `:name`, as it was sent: percent-encoded, never empty. */
  readonly params: Readonly<Record<string, string>>;
  /** Network address of the caller; X-Forwarded-For counts only when a trusted proxy sent it. */
  readonly client: string;
  /** Did it come with forwarding headers, so that the peer is not the caller? */
  readonly forwarded: boolean;
  readonly requestId: string;
  /**
   * The whole body; the limit is the gateway's own when absent. Ask once.
   *
   * @throws Refusal TOO_LARGE
   */
  body(limitBytes?: number): Promise<Buffer>;
}

/** What answers one path. */
export interface Route {
  /** An exact one; or one in which `:name` stands for any one segment, as in `/images/:id/:size`. */
  readonly path: string;
  /** In capitals; HEAD and OPTIONS are answered only where listed. */
  readonly methods: readonly string[];
  /** A Refusal it throws is answered with its status and a JSON problem. */
  handle(exchange: Exchange): Promise<void> | void;
}
