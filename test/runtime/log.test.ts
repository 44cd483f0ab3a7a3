import { describe, expect, test } from '@jest/globals';
import { createLog } from '../../src/runtime/log.js';
import type { Log } from '../../src/runtime/log.js';

const linesOf = (write: (log: Log) => void): { text: string; lines: readonly unknown[] } => {
  let text = '';
  const to = { write: (line: string) => void (text += line) };
  write(createLog({ level: 'debug', to }));
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  return { text, lines };
};

const wholeError = (message: string): Error => new Error(message, { cause: new Error(message) });

describe('the log', () => {
  test('a line is JSON with time, level, message and facts', () => {
    const { lines } = linesOf((log) => {
      log.child({ part: 'gateway' }).info({ port: 4000 }, 'listening');
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'info', part: 'gateway', port: 4000, msg: 'listening' }),
    ]);
    expect(lines[0]).toHaveProperty('time', expect.stringMatching(/^\d{4}-.*Z$/));
  });

  test('lines below the level are not written', () => {
    const { lines } = linesOf((log) => {
      log.trace('not this');
      log.debug('but this');
    });
    expect(lines).toHaveLength(1);
  });

  const address = 'ada.lovelace+badges@mail.example.org';

  test.each<[string, (log: Log) => void]>([
    [
      'a message',
      (log) => {
        log.info(`sent to ${address}.`);
      },
    ],
    [
      'a message after a line break',
      (log) => {
        log.info(`sent to\n${address}`);
      },
    ],
    [
      'a message after a backslash',
      (log) => {
        log.info(`sent to \\\n\\${address}`);
      },
    ],
    [
      'a formatted message',
      (log) => {
        log.info('sent to %s', address);
      },
    ],
    [
      'a fact',
      (log) => {
        log.info({ about: `<${address}>` }, 'sent');
      },
    ],
    [
      'the name of a fact',
      (log) => {
        log.info({ [address]: 1 }, 'sent');
      },
    ],
    [
      'a list of facts',
      (log) => {
        log.info({ about: [{ whom: [address] }] }, 'sent');
      },
    ],
    [
      'an error and its cause',
      (log) => {
        log.error(wholeError(`no ${address}`));
      },
    ],
    [
      'a deep error',
      (log) => {
        log.error({ err: wholeError(`550 <${address}> unknown`) }, 'mail');
      },
    ],
    [
      'the binding of a child',
      (log) => {
        log.child({ whom: `mailto:${address}` }).info('sent');
      },
    ],
    [
      'a URL',
      (log) => {
        log.info({ url: `/x?y=ada.lovelace%2Bbadges%40mail.example.org&z=1` }, 'ok');
      },
    ],
  ])('an e-mail address in %s is not written', (_, write) => {
    const { text, lines } = linesOf(write);
    expect(lines).toHaveLength(1);
    expect(text).not.toMatch(/lovelace|mail\.example/);
    expect(text).toContain('[e-mail]');
  });

  test.each<[string, object]>([
    ['token', { token: 'hunter2' }],
    ['accessToken', { a: { b: { c: { d: { accessToken: 'hunter2' } } } } }],
    ['refresh_tokens', { refresh_tokens: ['hunter2'] }],
    ['cookie', { req: { headers: { cookie: 'sid=hunter2' } } }],
    ['set-cookie', { res: { headers: { 'set-cookie': ['sid=hunter2'] } } }],
    ['Authorization', { headers: { Authorization: 'hunter2' } }],
    ['credential', { credential: { id: 'hunter2', proof: {} } }],
    ['email', { email: 'hunter2' }],
    ['password', { password: 'hunter2' }],
    ['HUB_SECRET', { HUB_SECRET: 'hunter2' }],
  ])('the value of %s is not written', (_, facts) => {
    const { text } = linesOf((log) => {
      log.info(facts, 'facts');
      log.child(facts).info('bindings');
    });
    expect(text).not.toContain('hunter2');
    expect(text.match(/\[redacted\]/g)).toHaveLength(2);
  });

  test.each([
    ['a bearer token', 'Authorization failed for Bearer hunter2hunter2'],
    ['a signed token', 'got eyJhbGciOiJFZERTQSJ9.eyJodW50ZXIyIjoxfQ.hunter2'],
    ['a link to sign in', 'GET /sign-in?token=hunter2&next=/'],
    ['a code', 'GET /callback?state=hunter2&code=hunter2'],
  ])('%s in a text is not written', (_, message) => {
    const { text } = linesOf((log) => {
      log.info(message);
      log.error(new Error(message));
    });
    expect(text).not.toMatch(/hunter2|odW50/);
    expect(text).toContain('[redacted]');
  });

  test('what only looks similar is kept', () => {
    const facts = {
      tokens: 400,
      credentialId: 'crd_1',
      email: true,
      path: 'node_modules/@scope/x.js',
    };
    const { lines } = linesOf((log) => {
      log.info(facts, 'kept');
    });
    expect(lines[0]).toMatchObject(facts);
  });
});
