import { mergePassages, passagesOf } from '../../../functions/contacts/page-passages.ts';
import { parsePage } from '../../../functions/contacts/page-text.ts';

const texts = (html: string) => passagesOf(parsePage(html), 'https://a.com/').map(({ text }) => text);

test('main text in order under its headings, furniture left out', () => {
  const passages = passagesOf(
    parsePage(`<html><head><title>Acme</title></head><body><nav><p>Home about contact and other words</p></nav>
    <div class="cookie-banner"><p>We use cookies to make this site better for you.</p></div>
    <main><h1>Pumps that start at the first pull</h1><p>Acme builds <b>pumps</b> for farms in wet country.</p>
    <blockquote>We have never been so happy with a pump.</blockquote>
    <ul><li>Delivered within four days anywhere.</li><li>Short</li></ul></main>
    <footer><p>Acme Ltd, 12 Long Street, Leeds, England</p></footer></body></html>`),
    'https://a.com/',
  );
  expect(passages).toEqual([
    expect.objectContaining({ heading: null, text: 'Pumps that start at the first pull' }),
    expect.objectContaining({
      heading: 'Pumps that start at the first pull',
      text: 'Acme builds pumps for farms in wet country.',
    }),
    expect.objectContaining({
      heading: 'Pumps that start at the first pull',
      text: 'Delivered within four days anywhere.',
    }),
  ]);
  expect(passages.every(({ id }) => /^p[0-9a-f]{8}$/.test(id))).toBe(true);
});

test('old pages without paragraphs are divided at double line breaks', () => {
  expect(
    texts(
      '<td><font>We fit and mend boilers of all makes.<br><br>Over 900 bathrooms since 1968.<br>Tiling by our Kev.</font></td>',
    ),
  ).toEqual(['We fit and mend boilers of all makes.', 'Over 900 bathrooms since 1968. Tiling by our Kev.']);
});

test('long text is cut between sentences', () => {
  const sentence = 'This sentence has exactly a middling number of words in it.';
  const cut = texts(`<p>${Array(20).fill(sentence).join(' ')}</p>`);
  expect(cut.length).toBeGreaterThan(1);
  for (const text of cut) {
    expect(text.length).toBeLessThanOrEqual(400);
    expect(text.endsWith('it.')).toBe(true);
  }
});

test('the same text has one id and stands once, as said on the page it is about; a site brings no more than a prompt can take', () => {
  const one = passagesOf(parsePage('<p>The same words on every page of it.</p>'), 'https://a.com/');
  const two = passagesOf(parsePage('<p>The same words on every page of it.</p>'), 'https://a.com/b');
  expect(two[0]?.id).toBe(one[0]?.id);
  expect(mergePassages([one, two])).toEqual(two);
  const many = Array.from({ length: 200 }, (_, n) =>
    passagesOf(parsePage(`<p>Page ${String(n)}: ${'some words '.repeat(30)}</p>`), `https://a.com/${String(n)}`),
  );
  expect(mergePassages(many).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(20_000);
});
