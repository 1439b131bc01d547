import { checkContent } from '../../../../functions/assessment/content/check-content.ts';
import { readingEase } from '../../../../functions/assessment/content/content-facts.ts';
import { CONTENT_RULES } from '../../../../functions/assessment/content/content-rules.ts';
import type { SiteCapture } from '../../../../functions/assessment/site-capture.ts';
import { aCapture, aPage } from '../a-site-capture.ts';
import { failing, judged } from '../judged.ts';

const NOW = Date.parse('2026-11-21');
const page = (body: string, { head = '<title>Oak &amp; Iron</title>', language = 'en' } = {}): string =>
  `<!doctype html><html lang="${language}"><head>${head}</head><body>${body}</body></html>`;
const GOOD = `<h1>Furniture made to measure in Leeds</h1><p>We build tables and shelves from English oak, made to fit your home.</p><a href="/book">Book a visit</a>
<h2>What our customers say</h2><p>A wonderful table, and on time.</p><footer>Call 0113 496 0000 · © 2026 Oak &amp; Iron</footer>`;
const check = (html: string, site: Partial<SiteCapture> = {}) => checkContent(aCapture(html, {}, site), { now: NOW });
const state = (id: string, html: string, site: Partial<SiteCapture> = {}): string =>
  judged(check(html, site), id).state;
const metric = (html: string, id: string) => check(html).metrics.find((one) => one.id === id)?.value;

test('a page with all that visitors look for scores 100, with its seven metrics', () => {
  const result = check(page(GOOD));
  expect(failing(result)).toEqual([]);
  expect(result.score).toBe(100);
  expect(result.metrics.map(({ id, value }) => [id, value])).toEqual([
    ['value_proposition', true],
    ['contact_data', 1],
    ['next_step', true],
    ['social_proof', true],
    ['reading_ease', expect.any(Number)],
    ['copyright_year', 2026],
    ['placeholder_text', 0],
  ]);
});

describe('content.value_proposition', () => {
  const of = (body: string, head?: string) =>
    state('content.value_proposition', page(body, head === undefined ? {} : { head }));

  test('a heading, a sentence or a description that says something passes', () => {
    expect(of('<h1>Tax advice for doctors</h1>')).toBe('pass');
    expect(of('<h1>Welcome</h1><p>We advise doctors and dentists in all matters of tax.</p>')).toBe('pass');
    expect(of('<h1>Oak</h1>', '<title>Oak</title><meta name="description" content="Tax advice for doctors">')).toBe(
      'pass',
    );
    expect(of('<h1>東京で一番おいしいパンを毎朝お届けします</h1>')).toBe('pass');
  });

  test('greetings, names of menus and filling text say nothing', () => {
    for (const heading of [
      'Welcome to our website!',
      'Home',
      'Herzlich willkommen',
      'About us',
      'Lorem ipsum dolor sit amet',
    ])
      expect(of(`<h1>${heading}</h1>`)).toBe('fail');
  });
});

describe('content.contact_data', () => {
  const of = (body: string) => state('content.contact_data', page(body));

  test.each([
    '<a href="tel:+441134960000">Call</a>',
    '<p>(212) 555-0148</p>',
    '<p>Tel. 22 123 45 67</p>',
    '<p>office@oak.example</p>',
    '<p>office [at] oak.de</p>',
    '<p>12 Mill Lane, Leeds</p>',
    '<p>Hauptstraße 12, 80331 München</p>',
    '<form><input name="name"><input type="email"><textarea name="message"></textarea></form>',
    '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>',
    '<script type="application/ld+json">{"@type":"Restaurant","telephone":"+44 113 496 0000"}</script>',
  ])('%s is a way to reach the company', (html) => {
    expect(of(html)).toBe('pass');
  });

  test.each([
    '<p>Founded in 2004, with 1,200 customers.</p>',
    '<form><input name="q" type="search"></form>',
    '<form><input type="email"><input type="password"></form>',
    '<form><textarea name="comment"></textarea></form>',
  ])('%s is none', (html) => {
    expect(of(html)).toBe('fail');
  });

  test('a contact page that was not read may have what the others lack', () => {
    expect(of('<a href="/contact">Contact</a>')).toBe('not_measured');
    const contact = aPage(page('<p>office@oak.example</p>'), { finalUrl: 'https://site.example/contact' });
    expect(state('content.contact_data', '', { pages: [aPage(page('<a href="/contact">Contact</a>')), contact] })).toBe(
      'pass',
    );
  });
});

describe('content.next_step', () => {
  const of = (body: string, language = 'en') => state('content.next_step', page(body, { language }));

  test.each([
    ['<a href="/x">Get a quote</a>', 'en'],
    ['<button>Book now</button>', 'en'],
    ['<input type="submit" value="Subscribe">', 'en'],
    ['<a href="/x">Termin vereinbaren</a>', 'de'],
    ['<a href="/x">Réserver une table</a>', 'fr'],
    ['<a href="https://wa.me/4411">WhatsApp</a>', 'ja'],
  ])('%s asks for one', (html, language) => {
    expect(of(html, language)).toBe('pass');
  });

  test('names of articles are none, and in a language whose words are not known nothing is said', () => {
    expect(of('<a href="/x">Ten ways to buy a good used car</a><a href="/y">Our history</a>')).toBe('fail');
    expect(of('<a href="/x">Історія компанії</a>', 'uk')).toBe('not_measured');
    expect(of('<a href="/x">私たちについて</a>', 'en')).toBe('not_measured');
  });
});

test.each([
  '<section class="testimonials"><p>Great.</p></section>',
  '<h2>Trusted by</h2>',
  '<p>More than 500 happy customers</p>',
  '<p>★★★★★</p>',
  '<script src="https://widget.trustpilot.com/x.js"></script>',
  '<img src="/logos/a.svg"><img src="/logos/b.svg"><img src="/logos/c.svg"><img src="/logos/d.svg">',
  '<script type="application/ld+json">{"@type":"Product","aggregateRating":{"ratingValue":4.8}}</script>',
  '<a href="/case-studies">Case studies</a>',
])('content.social_proof passes with %s', (html) => {
  expect(state('content.social_proof', page(html))).toBe('pass');
});

test('content.social_proof fails a site without any', () => {
  expect(state('content.social_proof', page('<h1>Furniture made to measure</h1>'))).toBe('fail');
});

describe('content.readability', () => {
  const easy = '<p>We build tables. They last for years. You can see them in our shop.</p>';
  const hard =
    '<p>Notwithstanding the considerable organizational implications of the methodology, the implementation of interdisciplinary administrative procedures is a prerequisite for the institutional transformation that we facilitate.' +
    '</p>';
  const many = (text: string, times: number) =>
    Array.from({ length: times }, (_, at) => text.replace('.', ` ${at}.`)).join('');

  test('hard English fails, easy English passes', () => {
    expect(state('content.readability', page(many(easy, 20)))).toBe('pass');
    const result = judged(check(page(many(hard, 12))), 'content.readability');
    expect(result.state).toBe('fail');
    expect(result.evidence[0]?.quote).toContain('Notwithstanding');
  });

  test('few sentences and other languages are not judged', () => {
    expect(state('content.readability', page(easy))).toBe('not_applicable');
    expect(
      state(
        'content.readability',
        page(many('<p>Wir bauen für Sie die schönsten Tische und Stühle aus heimischem Holz.</p>', 20), {
          language: 'de',
        }),
      ),
    ).toBe('not_measured');
  });

  test('Flesch reading ease is high for short words in short sentences', () => {
    expect(readingEase(['The cat sat on the mat.'])).toBeGreaterThan(90);
    expect(readingEase(['Comprehensive organizational methodologies necessitate collaboration.'])).toBeLessThan(20);
    expect(readingEase([])).toBeNull();
  });
});

describe('content.copyright_year', () => {
  const of = (body: string) => state('content.copyright_year', page(body));

  test('the newest year counts, with a year of grace', () => {
    expect(of('<p>© 2019 Oak</p>')).toBe('fail');
    expect(of('<p>© 2019–2026 Oak</p>')).toBe('pass');
    expect(of('<p>Copyright 2025 Oak</p>')).toBe('pass');
    expect(of('<p>&copy; Oak</p>')).toBe('not_applicable');
    expect(of('<p>Founded in 1998</p>')).toBe('not_applicable');
  });

  test('what is credited to others is not the site’s own', () => {
    expect(of('<p>Photo © 2011 Ana Silva</p>')).toBe('not_applicable');
  });

  test('at the turn of the year nothing is old at once', () => {
    const capture = aCapture(page('<p>© 2026 Oak</p>'));
    expect(judged(checkContent(capture, { now: Date.parse('2027-01-02') }), 'content.copyright_year').state).toBe(
      'pass',
    );
    expect(judged(checkContent(capture, { now: Date.parse('2028-01-02') }), 'content.copyright_year').state).toBe(
      'fail',
    );
  });
});

describe('content.placeholder_text', () => {
  test.each([
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
    'Lorem Ipsum is simply dummy text of the printing and typesetting industry.',
    'Your text here',
    'Just another WordPress site',
    'info@yourdomain.com',
    'Call (555) 555-5555',
    'Copyright © Your Website 2023',
    "I'm a paragraph. Click here to add your own text and edit me.",
  ])('%s is one', (text) => {
    const result = judged(check(page(`<p>${text}</p>`)), 'content.placeholder_text');
    expect(result.state).toBe('fail');
    expect(text).toContain(result.evidence[0]?.quote?.slice(0, 20));
  });

  test.each([
    'Designers write “lorem ipsum dolor sit amet” where the text is to come.',
    'Write to info@yourtailor.com',
    'Call (212) 555-0148 or 0113 496 0000',
    'Copyright © Company House 2023',
    'Enter your text message plan here and there',
    '123 Main Street, Springfield',
  ])('%s is none', (text) => {
    expect(state('content.placeholder_text', page(`<p>${text}</p>`))).toBe('pass');
  });

  test('a page about filling text has none', () => {
    const text = '<p>Lorem ipsum dolor sit amet, consectetur adipiscing elit.</p>';
    expect(state('content.placeholder_text', page(text, { head: '<title>Lorem ipsum generator</title>' }))).toBe(
      'pass',
    );
  });

  test('all are counted, also more than a finding shows', () => {
    expect(metric(page('<p>Lorem ipsum dolor sit amet.</p>'.repeat(30)), 'placeholder_text')).toBe(30);
  });
});

test('content.unfinished fails a page that says so and little else', () => {
  expect(state('content.unfinished', page('<h1>Coming soon</h1>'))).toBe('fail');
  expect(state('content.unfinished', page('<p>x</p>', { head: '<title>Oak - Under construction</title>' }))).toBe(
    'fail',
  );
  expect(
    state(
      'content.unfinished',
      page(
        `<h1>Oak</h1><h2>Coming soon</h2>${'<p>We have built tables for thirty years in our workshop.</p>'.repeat(40)}`,
      ),
    ),
  ).toBe('pass');
  expect(state('content.unfinished', page('<h1>The bridge under construction in Leeds</h1>'))).toBe('pass');
});

test('of a page that its scripts build nothing is said', () => {
  const result = check('<html lang="en"><body><div id="root"></div><script src="a.js"></script></body></html>');
  expect([result.status, result.score, result.results]).toEqual(['failed', null, []]);
});

test('every rule is tried above by its name', () => {
  expect(CONTENT_RULES.map(({ id }) => id)).toEqual([
    'content.value_proposition',
    'content.contact_data',
    'content.next_step',
    'content.social_proof',
    'content.readability',
    'content.copyright_year',
    'content.placeholder_text',
    'content.unfinished',
  ]);
});
