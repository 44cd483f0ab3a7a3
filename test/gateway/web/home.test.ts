import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { homeRoute } from '../../../gateway/web/index.js';
import type { GraphClient, GraphAnswer } from '../../../gateway/web/index.js';
import { routeServer, send } from '../../support/route-server.js';

const me = { id: 'ern_1', displayName: null, emails: [{ address: 'earner@example.org' }] };

/** The page `/` for a reader with this session, on a graph that answers like this. */
async function home(options: {
  session?: string;
  answer?: GraphAnswer;
  playground?: boolean;
  mailbox?: boolean;
  publicUrl?: string;
}) {
  const asked: { query: string; authorization: string | undefined }[] = [];
  const graph: GraphClient = ({ query }, { authorization }) => {
    asked.push({ query, authorization });
    return Promise.resolve(options.answer ?? { data: { me: null } });
  };
  const { playground = false, mailbox = false, publicUrl } = options;
  const session = () => options.session;
  const server = await routeServer([homeRoute({ graph, session, playground, mailbox, publicUrl })]);
  return { page: await send(server.url), url: server.url, asked };
}

const refusal = (code: string): GraphAnswer => ({ data: null, errors: [{ extensions: { code } }] });

const SIGN_OUT_FORM = 'action="/sign-out"';
const SIGN_IN_FORM = 'action="/sign-in/request"';

describe('the start page', () => {
  test('offers a sign-in link to a reader without a session and asks the graph nothing', async () => {
    const { page, asked } = await home({});
    expect(page.status).toBe(200);
    expect(page.text).toContain(SIGN_IN_FORM);
    expect(page.text).not.toContain(SIGN_OUT_FORM);
    expect(asked).toEqual([]);
  });

  test('shows who is signed in, the way out, and where badges are imported', async () => {
    const { page, asked } = await home({ session: 'token-1', answer: { data: { me } } });
    expect(page.text).toContain('earner@example.org');
    expect(page.text).toContain('href="/import"');
    expect(page.text).toContain(SIGN_OUT_FORM);
    expect(page.text).not.toContain(SIGN_IN_FORM);
    expect(asked.map(({ authorization }) => authorization)).toEqual(['Bearer token-1']);
  });

  test.each([
    [{ ...me, displayName: '<b>Bold</b>' }, '&lt;b&gt;Bold&lt;/b&gt;'],
    [{ ...me, displayName: null, emails: null }, 'ern_1'],
  ])('names an earner by what it knows of her, escaped', async (earner, shown) => {
    const { page } = await home({ session: 'token-1', answer: { data: { me: earner } } });
    expect(page.text).toContain(shown);
    expect(page.text).not.toContain('<b>');
  });

  test.each([
    ['a session that ended', refusal('UNAUTHENTICATED'), true],
    ['a session without an earner', { data: { me: null } }, true],
    ['a graph that does not answer', refusal('UNAVAILABLE'), false],
    ['an error without a known code', { errors: [{ extensions: { code: 'ODD' } }] }, false],
  ])('with %s the page still comes', async (_case, answer, offersSignIn) => {
    const { page } = await home({ session: 'token-1', answer });
    expect(page.status).toBe(200);
    expect(page.text.includes(SIGN_IN_FORM)).toBe(offersSignIn);
    expect(page.text).not.toContain(SIGN_OUT_FORM);
  });

  test.each([
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ])('links on only to what is there: playground %s, mailbox %s', async (playground, mailbox) => {
    const { page } = await home({ playground, mailbox });
    expect(page.text.includes('href="/playground"')).toBe(playground);
    expect(page.text.includes('href="/mailbox"')).toBe(mailbox);
  });

  test('names the graph under the public address, or under the one it was asked at', async () => {
    const publicly = await home({ publicUrl: 'https://hub.example' });
    expect(publicly.page.text).toContain('https://hub.example/graphql');
    const { page, url } = await home({});
    expect(page.text).toContain(`${url}/graphql`);
  });

  test('shows a push that a shell sends as JSON with a readable operation', async () => {
    const { page } = await home({});
    const body = /-d &#39;(.+?)&#39;/s.exec(page.text)?.[1]?.replaceAll('&quot;', '"') ?? '';
    const { query, variables } = JSON.parse(body) as { query: string; variables: object };
    expect(parse(query).definitions).toHaveLength(1);
    expect(Object.keys(variables)).toEqual(['url']);
  });

  test('runs no script, loads nothing, and is kept and framed by nobody', async () => {
    const { page } = await home({});
    const policy = String(page.headers['content-security-policy']);
    const nonce = /style-src 'nonce-([\w-]{43})'/.exec(policy)?.[1] ?? 'no nonce';
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain(`form-action 'self'; frame-ancestors 'none'; base-uri 'none'`);
    expect(policy).not.toMatch(/script-src|unsafe|http/);
    expect(page.text).toContain(`<style nonce="${nonce}">`);
    expect(page.text).not.toMatch(/<script|style="|src="http/);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
  });
});
