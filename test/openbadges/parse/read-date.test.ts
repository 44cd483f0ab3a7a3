import { describe, expect, test } from '@jest/globals';

import { readDate } from '../../../src/openbadges/parse/read-date.js';

describe('dates in badges', () => {
  test.each([
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z', 'with-zone'],
    ['2024-02-29T23:59:59.25+05:30', '2024-02-29T18:29:59.250Z', 'with-zone'],
    ['2024-02-29T23:59-0800', '2024-03-01T07:59:00.000Z', 'with-zone'],
    ['2013-02-08', '2013-02-08T00:00:00.000Z', 'without-zone'],
    ['2013-02-08T10:00:00', '2013-02-08T10:00:00.000Z', 'without-zone'],
    ['1360281600', '2013-02-08T00:00:00.000Z', 'as-digits'],
    [1360281600, '2013-02-08T00:00:00.000Z', 'as-digits'],
  ])('%s is %s, %s', (written, moment, form) => {
    expect(readDate(written)).toEqual({ at: new Date(moment), written: form });
  });

  test.each([
    '2023-02-29',
    '2024-13-01',
    '2024-01-01T24:01:00Z',
    '2024-01-01T25:00:00Z',
    'yesterday',
    '',
    '13602816000',
    -1,
    1.5,
    1e21,
  ])('%s is no date', (written) => {
    expect(readDate(written)).toBeUndefined();
  });
});
