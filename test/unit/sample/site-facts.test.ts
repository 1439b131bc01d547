import { load } from 'cheerio/slim';
import { type RenderedSite, sampleSites } from '../../../lib/local/sample/sites.ts';

const sites = [...sampleSites().values()];

/** The sentences of a site's own text: navigation, footer, address block, styles and consent notice apart. */
const sentencesOf = ({ pages }: RenderedSite): string[] => {
  const sentences = new Set<string>();
  for (const [path, { body, contentType }] of pages) {
    if (path === '/robots.txt') continue;
    const $ = load(body.toString(contentType.includes('8859') ? 'latin1' : 'utf8'));
    $('head, script, style, nav, header, footer, form, time, .consent, .reach, .face').remove();
    $('h1, h3, p, td, dd, dt, li, figcaption, blockquote, br').append('\n');
    for (const line of $('body').text().split('\n'))
      for (const sentence of line.split(/(?<=[.!?])\s+|(?<=。)/)) {
        const text = sentence.replace(/\s+/g, ' ').trim();
        if (text !== '') sentences.add(text);
      }
  }
  return [...sentences];
};

const written = sites.map((rendered) => ({ slug: rendered.site.business.slug, sentences: sentencesOf(rendered) }));
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}’'.,%€£$-]*[\p{L}\p{N}]/gu) ?? [];

test.each(written)('$slug states at least six facts with a figure', ({ sentences }) => {
  const facts = sentences.filter(
    (text) => /\d/.test(text) && (words(text).length >= 5 || /[\p{Script=Han}]/u.test(text)),
  );
  expect(facts.length).toBeGreaterThanOrEqual(6);
});

test('no seven words in a row stand on the sites of two businesses', () => {
  const owner = new Map<string, string>();
  const shared: string[] = [];
  for (const { slug, sentences } of written)
    for (const sentence of sentences) {
      const all = words(sentence);
      for (let start = 0; start + 7 <= all.length; start += 1) {
        const run = all.slice(start, start + 7).join(' ');
        if ((owner.get(run) ?? slug) !== slug) shared.push(`${run} (${owner.get(run) ?? ''}, ${slug})`);
        owner.set(run, slug);
      }
    }
  expect(shared).toEqual([]);
});

test('a site is a handful of pages, each linked from the first', () => {
  for (const { pages } of sites) {
    const { body } = pages.get('/') ?? { body: Buffer.alloc(0) };
    expect(pages.size).toBeGreaterThanOrEqual(5);
    for (const [path, page] of pages)
      if (path !== '/robots.txt' && page.body !== body) expect(body.toString()).toContain(`href="${path}"`);
  }
});
