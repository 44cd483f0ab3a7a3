import { describe, expect, test } from '@jest/globals';
import { html, markupOf } from '../../../gateway/web/html.js';

describe('the markup template', () => {
  test.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x>', '&quot;&gt;&lt;img src=x&gt;'],
    [`' onfocus='x`, '&#39; onfocus=&#39;x'],
    ['&lt;', '&amp;lt;'],
  ])('escapes %s', (given, shown) => {
    expect(markupOf(html`<a title="${given}">${given}</a>`)).toBe(
      `<a title="${shown}">${shown}</a>`,
    );
  });

  test('keeps markup, joins lists of markup and leaves out what is absent', () => {
    const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`);
    expect(markupOf(html`${items} ${undefined}${2}`)).toBe('<i>a</i><i>&lt;b&gt;</i> 2');
  });
});
