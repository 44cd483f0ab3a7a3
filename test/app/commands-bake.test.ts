import { describe, expect, test } from '@jest/globals';
import { bake } from '../../src/app/commands/bake.js';
import { FileUnusable, UsageError } from '../../src/app/commands/index.js';
import { unbake } from '../../src/app/commands/unbake.js';
import { bake as bakeInto } from '../../src/openbadges/index.js';
import { samplePng } from '../support/badges.js';
import { toyTerminal } from './toy-terminal.js';

const SCREEN = { columns: 80 };
const JSON_BADGE = '{"@context":"https://w3id.org/openbadges/v2","id":"https://issuer.example/1"}';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

describe('hub bake', () => {
  test.each([
    ['JSON', 'a PNG', JSON_BADGE, samplePng()],
    ['JSON', 'an SVG', JSON_BADGE, SVG],
    ['an address', 'a PNG', 'https://issuer.example/1', samplePng()],
    ['a JWS', 'an SVG', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln', SVG],
  ])('bakes %s into %s, and hub unbake gives it back', async (_what, _where, badge, picture) => {
    const terminal = toyTerminal({ files: { picture, badge: `${badge}\n` } });
    await bake.run(['picture', '--credential', 'badge', '--out', 'baked'], terminal);
    await unbake.run(['baked'], terminal);
    expect(new TextDecoder().decode(terminal.files.get('-'))).toBe(badge);
    expect(terminal.exitCode).toBeUndefined();
  });

  test('pipes the picture on when nothing says where it goes, and prints nothing', async () => {
    const terminal = toyTerminal({ files: { picture: samplePng(), '-': JSON_BADGE } });
    await bake.run(['picture', '--credential', '-'], terminal);
    expect(terminal.files.get('-')).toEqual(bakeInto(samplePng(), JSON_BADGE));
    expect([...terminal.printed, ...terminal.noted]).toEqual([]);
  });

  test.each([[[]], [['--out', '-']]])('writes no picture onto a screen: %j', async (options) => {
    const files = { picture: samplePng(), badge: JSON_BADGE };
    const terminal = toyTerminal({ files, screen: SCREEN });
    const words = ['picture', '--credential', 'badge', ...options];
    await expect(bake.run(words, terminal)).rejects.toThrow(UsageError);
    expect(terminal.files.has('-')).toBe(false);
  });

  test.each([
    ['what is no picture', 'hello', JSON_BADGE],
    ['a broken PNG', samplePng().slice(0, 40), JSON_BADGE],
    ['an empty badge', samplePng(), ' \n'],
  ])('says why %s cannot be used, writes nothing and ends with 1', async (_, picture, badge) => {
    const terminal = toyTerminal({ files: { picture, badge } });
    await bake.run(['picture', '--credential', 'badge', '--out', 'baked'], terminal);
    expect(terminal.noted).toEqual([expect.stringMatching(/^[A-Z].+\.$/)]);
    expect(terminal.files.has('baked')).toBe(false);
    expect(terminal.exitCode).toBe(1);
  });

  test.each([
    [['picture']],
    [['--credential', 'badge']],
    [['-', '--credential', '-']],
    [['picture', '--credential', 'badge', '--force']],
  ])('explains a wrong call: %j', async (words) => {
    const terminal = toyTerminal({ files: { picture: samplePng(), badge: JSON_BADGE } });
    await expect(bake.run(words, terminal)).rejects.toThrow(UsageError);
  });

  test('lets the trouble with a file through', async () => {
    const terminal = toyTerminal({ files: { picture: samplePng() } });
    const words = ['picture', '--credential', 'badge', '--out', 'baked'];
    await expect(bake.run(words, terminal)).rejects.toThrow(FileUnusable);
  });
});

describe('hub unbake', () => {
  test('gives files and programs every byte, and a screen nothing that could steer it', async () => {
    const text = '{"name":"Wel\u001b[31mding \u202e"}';
    const picture = bakeInto(samplePng(), text);
    const piped = toyTerminal({ files: { picture } });
    await unbake.run(['picture'], piped);
    expect(new TextDecoder().decode(piped.files.get('-'))).toBe(text);
    const seen = toyTerminal({ files: { picture }, screen: SCREEN });
    await unbake.run(['picture'], seen);
    expect(seen.printed).toEqual(['{"name":"Wel[31mding "}']);
  });

  test('says in --json what was found, and how', async () => {
    const terminal = toyTerminal({ files: { picture: bakeInto(samplePng(), JSON_BADGE) } });
    await unbake.run(['picture', '--json'], terminal);
    expect(JSON.parse(terminal.printed.join(''))).toEqual({
      format: 'png',
      text: JSON_BADGE,
      warnings: [],
    });
  });

  test.each([
    ['a picture without a badge', samplePng(), 'NOTHING_BAKED'],
    ['what is no picture', 'hello', 'NOT_A_PICTURE'],
  ])('ends with 1 for %s, and says so', async (_, picture, fault) => {
    const terminal = toyTerminal({ files: { picture } });
    await unbake.run(['picture'], terminal);
    expect(terminal).toMatchObject({ exitCode: 1, printed: [] });
    expect(terminal.noted).toEqual([expect.stringMatching(/^[A-Z].+\.$/)]);
    await unbake.run(['picture', '--json'], terminal);
    expect(JSON.parse(terminal.printed.join(''))).toEqual({ fault });
  });
});
