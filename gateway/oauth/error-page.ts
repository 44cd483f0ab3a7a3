import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { html, renderPage } from '../web/index.js';

/** Shows a person that an app cannot be connected. What is wrong is said in the words of the protocol. */
export function errorPage(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  const { status, headers, body } = renderPage({
    status: ctx.status,
    title: 'This app cannot be connected',
    body: html`<h1>This app cannot be connected</h1>
      <p class="lead">
        Something in its request is wrong or too old. Go back to the app and try once more; nothing
        has been shared.
      </p>
      <dl>
        <dt>For its developer</dt>
        <dd>
          <code>${out.error}</code>${
            out.error_description === undefined ? undefined : html`: ${out.error_description}`
          }
        </dd>
      </dl>
      <p><a href="/">Back to the start</a></p>`,
  });
  ctx.status = status;
  ctx.set({ ...headers });
  ctx.body = body;
}
