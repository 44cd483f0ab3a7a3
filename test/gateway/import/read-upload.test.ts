import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readUpload } from '../../../gateway/import/read-upload.js';
import type { Exchange } from '../../../gateway/http/http-types.js';
import { Refusal } from '../../../src/errors.js';
import { runs } from '../../support/counts.js';

const TWO_MIB = 2 * 1024 * 1024;

/** What reading this body comes to: the name of the field that was found, or the code of the refusal. */
async function outcomeOf(body: Uint8Array, boundary = 'x'): Promise<string> {
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const exchange = { req: { headers }, body: () => Promise.resolve(Buffer.from(body)) };
  try {
    const upload = await readUpload(exchange as unknown as Exchange);
    return Object.keys(upload).join(', ');
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const PIECES = [
  '--x\r\n',
  '--x--\r\n',
  '\r\n',
  '\r\n--x',
  '--',
  'content-disposition: form-data; name="badge"; filename="a.png"\r\n',
  'content-disposition: form-data; name="url"\r\n',
  'content-disposition: form-data; name="text"\r\n',
  'content-disposition: form-data; name="__proto__"\r\n',
  'content-disposition: form-data; name="a\nb"\r\n',
  'content-disposition: attachment\r\n',
  'content-type: application/octet-stream\r\n',
  'content-type: text/plain; charset=no-such-one\r\n',
  'content-transfer-encoding: base64\r\n',
  'hello',
  '\u0000\u00ff',
];

describe('the body of an upload', () => {
  test('is read or refused, whatever it is put together from', async () => {
    const bodies = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(bodies, async (pieces) => {
        const outcome = await outcomeOf(Buffer.from(pieces.join(''), 'latin1'));
        expect(['badge', 'url', 'text', 'BAD_INPUT']).toContain(outcome);
      }),
      { numRuns: runs(1_000, 100_000) },
    );
  });

  test('is read or refused, wherever a good one is cut or damaged', async () => {
    const good = Buffer.from(
      '--x\r\ncontent-disposition: form-data; name="badge"; filename="a"\r\n\r\nhello\r\n--x--\r\n',
    );
    const places = fc.nat(good.length - 1);
    await fc.assert(
      fc.asyncProperty(places, places, fc.nat(255), async (cut, at, byte) => {
        const damaged = Buffer.from(good);
        damaged[at] = byte;
        expect(['badge', 'BAD_INPUT']).toContain(await outcomeOf(damaged));
        expect(['badge', 'BAD_INPUT']).toContain(await outcomeOf(good.subarray(0, cut)));
      }),
      { numRuns: runs(1_000, 100_000) },
    );
  });

  test.each([
    ['boundaries', '--x\r\n'],
    ['beginnings of boundaries', '\r\n-'],
    ['empty parts', '--x\r\ncontent-disposition: form-data; name="text"\r\n\r\n\r\n'],
    ['headers', 'a: b\r\n'],
    ['line breaks', '\r\n'],
  ])('of nothing but %s is refused', async (_, piece) => {
    expect(await outcomeOf(Buffer.alloc(TWO_MIB, `--x\r\n${piece.repeat(1_000)}`))).toBe(
      'BAD_INPUT',
    );
  });

  test('with too many parts is refused without parsing the rest of it', async () => {
    const quickest = async (bytes: number): Promise<number> => {
      const body = Buffer.alloc(bytes, '--x\r\n');
      const samples: number[] = [];
      for (let sample = 0; sample < 5; sample += 1) {
        const startedMs = performance.now();
        await outcomeOf(body);
        samples.push(performance.now() - startedMs);
      }
      return Math.min(...samples);
    };
    const small = await quickest(TWO_MIB / 64);
    expect(await quickest(TWO_MIB)).toBeLessThan(16 * small);
  });
});
