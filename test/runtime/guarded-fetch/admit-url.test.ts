import { describe, expect, test } from '@jest/globals';
import { admitUrl } from '../../../src/runtime/guarded-fetch/admit-url.js';

const rules = {
  privateOrigins: [{ origin: 'http://192.168.1.20:8080' }, { origin: 'http://192.168.1.21' }],
  allowedPorts: [8443],
};
const publicUrl = new URL('https://issuer.example/a/b');
const privateUrl = new URL('http://192.168.1.20:8080/a');

describe('admitting a URL', () => {
  test.each([
    ['public', 'https://issuer.example/badge', undefined],
    ['public', 'https://issuer.example:8443/badge', undefined],
    ['public', 'https://8.8.8.8/', undefined],
    ['public', 'https://[2606:4700::1111]/', undefined],
    ['public', '../c', publicUrl],
    ['public', '//other.example/', publicUrl],
    ['public', 'https://issuer.example/', privateUrl],
    ['private', 'http://192.168.1.20:8080/badge', undefined],
    ['private', '/b', privateUrl],
    ['blocked', '/b', undefined],
    ['blocked', 'https://issuer.example:8444/', undefined],
    ['blocked', 'https://me@issuer.example/', undefined],
    ['blocked', 'https://:secret@issuer.example/', undefined],
    ['blocked', 'http://me@192.168.1.20:8080/', undefined],
    ['blocked', 'http://192.168.1.20/', undefined],
    ['blocked', 'https://192.168.1.20:8080/', undefined],
    ['blocked', 'http://192.168.1.20:8080/', publicUrl],
    ['blocked', 'http://192.168.1.21/', privateUrl],
  ])('%s: %s', (kind, text, from) => {
    expect(admitUrl(text, rules, from).kind).toBe(kind);
  });
});
