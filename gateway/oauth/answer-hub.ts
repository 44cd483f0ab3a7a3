import type { KoaContextWithOIDC } from 'oidc-provider';
import type { OAuthPorts } from '../ports.js';

/** The scope of hubs, and of nobody else. */
export const DELIVER = 'bf:deliver';

/**
 * What another hub gets at the token endpoint for an answer of hers: the names of the link, and no token
 * that is good for anything (federation.md 2.8). The access token that OAuth asks for is dead already, and
 * the grant with it, so that she is asked anew every time.
 */
export const answerHub =
  ({ hubs, storage }: Pick<OAuthPorts, 'hubs' | 'storage'>) =>
  async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const { AuthorizationCode: code, Grant: grant } = entitiesOf(ctx);
    if (ctx.status !== 200 || code === undefined || !code.scopes.has(DELIVER)) return;
    const { access_token, token_type, expires_in } = ctx.body as Readonly<Record<string, unknown>>;
    const peer = await hubs.peer(code.clientId ?? '');
    const link = peer && (await hubs.redeem(code.accountId ?? '', peer.origin));
    if (code.grantId !== undefined) await storage.revokeByGrant(code.grantId);
    await grant?.destroy();
    if (link === null) {
      ctx.status = 400;
      ctx.body = { error: 'invalid_grant' };
      return;
    }
    const { deliveryAddress: delivery_address } = link;
    ctx.body = { access_token, token_type, expires_in, link: link.link, delivery_address };
  };

/** The library sets `oidc` for addresses of its own only. */
function entitiesOf(ctx: Partial<KoaContextWithOIDC>) {
  return ctx.oidc?.route === 'token' ? ctx.oidc.entities : {};
}
