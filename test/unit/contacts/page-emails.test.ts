import { emailsInText, emailsOf } from '../../../functions/contacts/page-emails.ts';
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

test('a megabyte without an address is searched in no time', () => {
  const began = performance.now();
  expect(emailsInText('a'.repeat(1_000_000))).toEqual([]);
  expect(emailsInText('a.'.repeat(500_000))).toEqual([]);
  expect(performance.now() - began).toBeLessThan(1_000);
});
