import fc from 'fast-check';
import { addressesInScript, addressInAttributes } from '../../../functions/contacts/hidden-addresses.ts';
import { emailsInText, emailsOf } from '../../../functions/contacts/page-emails.ts';
import { peopleOf } from '../../../functions/contacts/page-people.ts';
import { parsePage } from '../../../functions/contacts/page-text.ts';

test.each([
  ['Write to Ana.Silva@Acme.com.', ['ana.silva@acme.com']],
  ['ana@acme.co.uk, bob@acme.com', ['ana@acme.co.uk', 'bob@acme.com']],
  ['hello at tarnhelm dot example', ['hello@tarnhelm.example']],
  ['hello [at] acme [dot] com', ['hello@acme.com']],
  ['isla dot drummond at tarnhelm dot example', ['isla.drummond@tarnhelm.example']],
  ['Isla [dot] van (dot) Drummond [at] acme.com', ['isla.van.drummond@acme.com']],
  ['hello(at)acme.com', ['hello@acme.com']],
  ['hello {at} acme (dot) co (dot) uk', ['hello@acme.co.uk']],
  ['info (ät) firma (punkt) de', ['info@firma.de']],
  ['info [at] firma punkt de', ['info@firma.de']],
  ['ana<at>acme<dot>com', ['ana@acme.com']],
  ['ana|at|acme.com', ['ana@acme.com']],
  ['ana *at* acme *dot* com', ['ana@acme.com']],
  ['ana_at_acme_dot_com', ['ana@acme.com']],
  ['ana.silva__AT__acme.com', ['ana.silva@acme.com']],
  ['ana [arroba] acme [punto] es', ['ana@acme.es']],
  ['ana arroba acme punto es', ['ana@acme.es']],
  ['ana（at）acme.com', ['ana@acme.com']],
  ['ana＠acme．com', ['ana@acme.com']],
  ['ana [@] acme [.] com', ['ana@acme.com']],
  ['stay-at-home.com', []],
  ['see the bar at point of sale', []],
  ['founded at a dot in the map', []],
  ['We are at home at beach dot', []],
  ['meet us at acme.com', []],
  ['look at the dot on the map', []],
  ['logo@2x.png and hero@3x.webp', []],
  ['no address here', []],
  ['@acme on social networks', []],
])('%j shows %j', (text, expected) => {
  expect(emailsInText(text)).toEqual(expected);
});

test('finds addresses in links, protected, in text and in JSON-LD, each once', () => {
  const $ = parsePage(`<body>
    <a href="mailto:ana%40acme.com?subject=Hi">Ana</a>
    <a href="mailto:bob@acme.com,carl@acme.com">Bob</a>
    <a class="__cf_email__" data-cfemail="5a3d2d3f34743b3e3f233f37331a2833343d2d35363e743f223b372a363f">[email protected]</a>
    <a href="/cdn-cgi/l/email-protection#5a3d2d3f34743b3e3f233f37331a2833343d2d35363e743f223b372a363f">[email protected]</a>
    <p>dora@acme.com<br>erik [at] acme [dot] com</p>
    <script>var x = "never@acme.com"</script>
    <script type="application/ld+json">{"@type":"Organization","email":"mailto:hello@acme.com","employee":[{"@type":"Person","email":"fay@acme.com"}]}</script>
    <script type="application/ld+json">{ broken</script>
  </body>`);
  expect(emailsOf($)).toEqual([
    'ana@acme.com',
    'bob@acme.com',
    'gwen.adeyemi@ringwold.example',
    'dora@acme.com',
    'erik@acme.com',
    'hello@acme.com',
    'fay@acme.com',
  ]);
});

const find = (html: string) => emailsOf(parsePage(`<body>${html}</body>`));

test.each([
  ['tags between its parts', '<b>ana</b>@<i>acme.com</i>', ['ana@acme.com']],
  ['a cell whose neighbour stands close', '<span>Ana Silva</span><span>ana@acme.com</span>', ['ana@acme.com']],
  ['a span for the sign', 'ana<span>@</span>acme<span>.</span>com', ['ana@acme.com']],
  ['comments in between', 'ana<!-- no -->@<!-- spam -->acme.com', ['ana@acme.com']],
  ['words that nobody sees', 'ana<span style="display:none">NOSPAM</span>@acme.com', ['ana@acme.com']],
  ['entities', '&#97;&#110;&#97;&#64;&#x61;cme&period;com', ['ana@acme.com']],
  ['entities in a link', '<a href="&#109;ailto:&#97;na%40acme.com">write</a>', ['ana@acme.com']],
  ['zero-width characters and soft hyphens', 'ana\u200b@ac\u00adme\ufeff.com', ['ana@acme.com']],
  [
    'the wrong direction',
    '<span style="unicode-bidi: bidi-override; direction: rtl">moc.emca@ana</span>',
    ['ana@acme.com'],
  ],
  ['bdo', '<bdo dir="rtl">moc.emca@<b>ana</b></bdo>', ['ana@acme.com']],
  ['an attribute', '<span data-email="ana@acme.com"></span>', ['ana@acme.com']],
  ['an attribute turned round', '<a data-mail="moc.emca@ana" href="#">x</a>', ['ana@acme.com']],
  ['base64', '<a data-email="YW5hQGFjbWUuY29t">x</a>', ['ana@acme.com']],
  ['ROT13', '<span data-enc-email="nan[at]npzr.pbz">x</span>', ['ana@acme.com']],
  ['parts in attributes', '<a data-user="ana" data-domain="acme.com">x</a>', ['ana@acme.com']],
  ['three parts', '<a data-name="ana" data-domain="acme" data-tld="com">x</a>', ['ana@acme.com']],
  ['parts turned round', '<a data-user="ana.ofni" data-website="moc.emca">x</a>', ['info.ana@acme.com']],
  ['TYPO3, older', `<a href="javascript:linkTo_UnCryptMailto('nbjmup+bobAbdnf\\/dpn');">x</a>`, ['ana@acme.com']],
  [
    'TYPO3, newer',
    '<a href="#" data-mailto-token="ocknvq,cpcBceog0eqo" data-mailto-vector="2">x</a>',
    ['ana@acme.com'],
  ],
  [
    'Joomla',
    `<script>var addy9 = '&#97;n&#97;' + '&#64;'; addy9 = addy9 + '&#97;cm&#101;' + '&#46;' + 'c&#111;m';</script>`,
    ['ana@acme.com'],
  ],
  [
    'a script that writes a link',
    `<script>document.write('<a href="mai' + 'lto:ana' + '@' + 'acme' + '.com">x</a>')</script>`,
    ['ana@acme.com'],
  ],
  ['escapes in a script', String.raw`<script>location="mailto:ana\x40acme.com"</script>`, ['ana@acme.com']],
  ['microdata', '<div itemscope><meta itemprop="email" content="ana@acme.com"></div>', ['ana@acme.com']],
  ['a name and a company that are no address', '<a data-name="Ana Silva" data-domain="acme">x</a>', []],
  ['data that is something else', '<form data-email="required" data-mail="1"></form>', []],
  ['a broken protected address', '<a data-cfemail="zz">x</a><a href="/cdn-cgi/l/email-protection#12">y</a>', []],
])('an address in %s', (_name, html, expected) => {
  expect(find(html)).toEqual(expected);
});

test('an element with an address keeps what stands in it', () => {
  const tree = parsePage('<article data-email="ana@acme.com"><h3>Ana Silva</h3><p>CEO</p></article>');
  expect(peopleOf(tree)).toEqual([{ firstName: 'Ana', lastName: 'Silva', title: 'CEO', email: 'ana@acme.com' }]);
});

test('whatever an attribute or script says, reading it neither fails nor takes long', () => {
  const began = performance.now();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      for (const name of ['data-email', 'data-cfemail', 'data-mailto-token', 'href', 'data-user'])
        addressInAttributes({ [name]: text, 'data-domain': text });
      for (const email of addressesInScript(`mailto:${text}`)) expect(email).toContain('@');
    }),
  );
  expect(addressesInScript(`addy = '${'a'.repeat(500_000)}`)).toEqual([]);
  expect(addressesInScript(`mailto:${"'+'".repeat(200_000)}`)).toEqual([]);
  expect(performance.now() - began).toBeLessThan(3_000);
});

test('a megabyte without an address is searched in no time', () => {
  const began = performance.now();
  expect(emailsInText('a'.repeat(1_000_000))).toEqual([]);
  expect(emailsInText('a.'.repeat(500_000))).toEqual([]);
  expect(emailsInText('a dot '.repeat(200_000))).toEqual([]);
  expect(emailsInText('a_at_'.repeat(200_000))).toEqual([]);
  expect(emailsInText('a [at] '.repeat(200_000))).toEqual([]);
  expect(performance.now() - began).toBeLessThan(1_000);
});
