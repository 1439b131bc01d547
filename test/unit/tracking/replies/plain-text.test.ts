import fc from 'fast-check';
import { ownWords } from '../../../../functions/tracking/replies/own-words.ts';
import { textOfHtml } from '../../../../functions/tracking/replies/plain-text.ts';

test.each([
  ['<p>Yes,</p><p>call me.</p>', 'Yes,\ncall me.'],
  ['a<br>b<br/>c', 'a\nb\nc'],
  [
    '<head><title>x</title></head><body>a &amp; b &lt;c&gt; &#8364; &#x20ac; &unknown;</body>',
    'a & b <c> € € &unknown;',
  ],
  ['<script>alert(1)</script>No<style>p{color:red}</style>', 'No'],
  ['<!-- <p>hidden</p> -->shown', 'shown'],
  ['Yes<blockquote type="cite">no<blockquote>nested</blockquote>no</blockquote>', 'Yes'],
  ['Yes<div class="gmail_quote gmail_quote_container">On … wrote: no</div>', 'Yes'],
  ['Yes<div id="divRplyFwdMsg">From: Ana</div>no', 'Yes'],
  ['unclosed <b', 'unclosed'],
  ['', ''],
])('%s is read as %j', (html, text) => {
  expect(textOfHtml(html)).toBe(text);
});

test('any markup whatever is read, and no text is longer than its markup', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<!--',
    '-->',
    '<p>',
    '</p>',
    '<style>',
    '</style>',
    '<blockquote>',
    '&amp;',
    'a',
    ' ',
    '\n',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = pieces.join('');
      const text = textOfHtml(html);
      expect(text.length).toBeLessThanOrEqual(html.length);
      expect(ownWords(text).length).toBeLessThanOrEqual(text.length);
    }),
  );
});
