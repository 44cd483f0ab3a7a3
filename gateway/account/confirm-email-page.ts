import type { Exchange, Route } from '../http/http-types.js';
import { ask, html, sendPage } from '../web/index.js';
import type { Operation } from '../web/index.js';
import { accountRoute } from './account-route.js';
import type { AccountOptions } from './account-route.js';
import { act } from './action.js';

const PATH = '/confirm-email';

/**
 * `/confirm-email?token=…`: where the link to a further address leads. Opening it consumes nothing; the
 * button confirms, and this browser gets a fresh session, since she may do more now than before.
 */
export function confirmEmailRoute(options: AccountOptions): Route {
  const pressing = accountRoute(
    {
      path: PATH,
      title: 'Confirm the address',
      reads: { query: '{ me { id } }' },
      show: () => html`<p><a href="/account/addresses">Back to your addresses</a></p>`,
      actions: {
        confirm: {
          ...act('confirmEmail', { token: 'String!' }, '{ id }'),
          renews: true,
          leadsTo: '/account/addresses',
        },
      },
    },
    options,
  );
  return {
    ...pressing,
    async handle(exchange) {
      const session = options.session(exchange.req);
      const isSignedIn = session !== undefined && (await isSomebody(options, exchange, session));
      if (exchange.req.method === 'POST' || !isSignedIn) await pressing.handle(exchange);
      else show(exchange);
    },
  };
}

function show(exchange: Exchange): void {
  const token = exchange.url.searchParams.get('token') ?? '';
  sendPage(exchange, {
    title: 'Confirm the address',
    referrer: 'same-origin',
    body: html`<h1>Add this address to your backpack?</h1>
      <p class="lead">Badges that issuers send to it are yours from now on.</p>
      <form class="card" method="post" action="${PATH}">
        <input type="hidden" name="token" value="${token}" />
        <p>
          If the address has a backpack of its own here, both become one: its badges and collections
          come along, and whoever is signed in there is signed out.
        </p>
        <div class="buttons">
          <button name="do" value="confirm">Confirm the address</button>
          <a class="button plain" href="/account/addresses">Do nothing</a>
        </div>
      </form>`,
  });
}

async function isSomebody(
  { graph }: AccountOptions,
  exchange: Exchange,
  session: string,
): Promise<boolean> {
  const reply = await ask({ graph, exchange, session }, ME, {});
  return reply.kind === 'data' && reply.data.me !== null;
}

const ME: Operation<{ readonly me: { readonly id: string } | null }, Record<never, never>> = {
  query: '{ me { id } }',
};
