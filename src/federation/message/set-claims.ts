/** The claims of a Security Event Token between hubs (RFC 8417; BFP/1, 2.5). Times in seconds. */
export interface SetClaims {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly jti: string;
  readonly txn?: string;
  readonly toe: number;
  readonly sub_id?: { readonly format: string; readonly id?: string };
  readonly stm: { readonly epoch: string; readonly seq: number };
  readonly events: Readonly<Record<string, object>>;
}
