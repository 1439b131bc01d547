import { belongsTo, isTitle, peopleOf, readName } from '../../../functions/contacts/page-people.ts';
import { parsePage } from '../../../functions/contacts/page-text.ts';

test.each([
  ['Ana Silva', 'Ana', 'Silva'],
  ['Dr. Ana Silva', 'Ana', 'Silva'],
  ['Ana Silva, PhD', 'Ana', 'Silva'],
  ['Marloes van der Berg', 'Marloes', 'van der Berg'],
  ["Conor O'Brien", 'Conor', "O'Brien"],
  ['Nadia Okonjo-Reid', 'Nadia', 'Okonjo-Reid'],
  ['Jördis Kühnert', 'Jördis', 'Kühnert'],
  ['Sinéad Burke-Lally', 'Sinéad', 'Burke-Lally'],
  ['J. Fenton', 'J.', 'Fenton'],
])('%s is a name', (text, firstName, lastName) => {
  expect(readName(text)).toEqual({ firstName, lastName });
});

test.each([
  'Ana',
  'Our Team',
  'Meet the Team',
  'Chief Executive Officer',
  'Head of Sales',
  'San Francisco',
  'Privacy Policy',
  'ACME WIDGETS',
  'ana silva',
  'Read More',
  'Contact Us',
  'A very long heading of many words',
  'Ana 2 Silva',
  '',
])('%j is no name', (text) => {
  expect(readName(text)).toBeUndefined();
});

test.each([
  ['Head of Sales', true],
  ['Owner, Dentist', true],
  ['Planned container barges for eight years before founding Quaylight.', false],
  ['Rotterdam', false],
  ['+31 10 123 4567', false],
])('%s is a title: %s', (text, expected) => {
  expect(isTitle(text)).toBe(expected);
});

const LAYOUTS: Readonly<Record<string, string>> = {
  cards: `<div><article><span>AS</span><h3>Ana Silva</h3><p class="role">Head of Sales</p><p>Rows on the Tejo.</p><p><a href="mailto:ana@acme.com">ana@acme.com</a></p></article>
    <article><h3>Bo Lund</h3><p>CTO</p></article></div>`,
  list: `<ul><li><strong>Ana Silva</strong>, Head of Sales<br>ana at acme dot com</li><li><strong>Bo Lund</strong>, CTO</li></ul>`,
  table: `<table><tr><th>Ana Silva</th><td>Head of Sales</td><td>ana@acme.com</td></tr><tr><th>Bo Lund</th><td>CTO</td><td></td></tr></table>`,
  terms: `<dl><dt>Ana Silva</dt><dd><em>Head of Sales</em>. Likes tables.<br>ana@acme.com</dd><dt>Bo Lund</dt><dd>CTO</dd></dl>`,
  lines: `<p>Ana Silva – Head of Sales</p><p>ana@acme.com</p><p>Bo Lund (CTO)</p>`,
  'JSON-LD': `<script type="application/ld+json">{"@type":"Organization","employee":[
    {"@type":"Person","name":"Ana Silva","jobTitle":"Head of Sales","email":"ana@acme.com"},{"@type":"Person","givenName":"Bo","familyName":"Lund","jobTitle":"CTO"}]}</script>`,
};
test.each(Object.entries(LAYOUTS))('people are found with title and address in %s', (_layout, html) => {
  expect(peopleOf(parsePage(`<body><h1>Our Team</h1>${html}</body>`))).toEqual([
    { firstName: 'Ana', lastName: 'Silva', title: 'Head of Sales', email: 'ana@acme.com' },
    { firstName: 'Bo', lastName: 'Lund', title: 'CTO', email: null },
  ]);
});

test('an imprint names its manager by a label', () => {
  expect(peopleOf(parsePage('<p>Geschäftsführer: Falk Thierbach</p><p>Amtsgericht Leipzig</p>'))).toEqual([
    { firstName: 'Falk', lastName: 'Thierbach', title: 'Geschäftsführer', email: null },
  ]);
});

test('names without title, address or label are not taken for people', () => {
  expect(
    peopleOf(parsePage('<h3>Dock Planner</h3><p>Drag a truck from door 4 to door 9.</p><p>Waalhaven Oostzijde</p>')),
  ).toEqual([]);
});

test.each([
  ['ana.silva@acme.com', true],
  ['asilva@acme.com', true],
  ['silva@acme.com', true],
  ['ana@acme.com', true],
  ['anas@acme.com', true],
  ['info@acme.com', false],
  ['bob@acme.com', false],
])('%s belongs to Ana Silva: %s', (email, expected) => {
  expect(belongsTo(email, { firstName: 'Ana', lastName: 'Silva' })).toBe(expected);
});

test.each([
  [
    'founders and employees of an organisation, typed or not',
    '{"@type":"Organization","founder":{"name":"Ana Silva"},"employee":[{"@type":"Person","name":"Bo Lund","jobTitle":"CTO"}]}',
    [
      ['Bo', 'CTO'],
      ['Ana', 'Founder'],
    ],
  ],
  ['a founder by name alone', '{"@type":"LocalBusiness","founder":"Ana Silva"}', [['Ana', 'Founder']]],
  [
    'a contact point with a name',
    '{"@type":"Organization","contactPoint":{"@type":"ContactPoint","name":"Ana Silva","email":"mailto:ana@acme.com","contactType":"sales"}}',
    [['Ana', null]],
  ],
  ['a contact point without one', '{"@type":"Organization","contactPoint":{"contactType":"sales","name":"Sales"}}', []],
  [
    'a graph',
    '{"@graph":[{"@type":"WebSite"},{"@type":["Person","Thing"],"name":"Ana Silva","jobTitle":["CEO","Founder"]}]}',
    [['Ana', 'CEO']],
  ],
])('JSON-LD: %s', (_name, json, expected) => {
  const people = peopleOf(parsePage(`<script type="application/ld+json">${json}</script>`));
  expect(people.map(({ firstName, title }) => [firstName, title])).toEqual(expected);
});
