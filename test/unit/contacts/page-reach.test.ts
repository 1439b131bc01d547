import fc from 'fast-check';
import { phonesOf, profilesOf } from '../../../functions/contacts/page-reach.ts';
import { parsePage } from '../../../functions/contacts/page-text.ts';
import { readPhone } from '../../../functions/contacts/phone-number.ts';

test.each([
  ['+49 30 123456-78', 'de', '+493012345678'],
  ['+49 (0)30 / 12 34 56 78', 'com', '+493012345678'],
  ['0049 30 12345678', 'de', '+493012345678'],
  ['030 / 12345678', 'de', '+493012345678'],
  ['(030) 123 456 78', 'de', '+493012345678'],
  ['tel:+44-20-7946-0958', 'com', '+442079460958'],
  ['020 7946 0958', 'uk', '+442079460958'],
  ['(415) 555-2671', 'us', '+14155552671'],
  ['1-415-555-2671', 'us', '+14155552671'],
  ['06 12345678', 'it', '+390612345678'],
  ['91 123 45 67', 'es', '+34911234567'],
  ['06 1 234 5678', 'hu', '+3612345678'],
  ['+1 415 555 2671 ext. 12', 'com', '+14155552671'],
  ['+31 20 123 4567;ext=9', 'nl', '+31201234567'],
  ['（０３）１２３４ー５６７８', 'jp', undefined],
  ['03-1234-5678', 'jp', '+81312345678'],
  ['(415) 555-2671', 'com', '4155552671'],
  ['12', 'de', undefined],
  ['00000000', 'com', undefined],
  ['12345678901234567890', 'com', undefined],
  ['call me', 'de', undefined],
  ['', 'de', undefined],
])('%j on a .%s site is %s', (text, topLevel, expected) => {
  expect(readPhone(text, topLevel)).toBe(expected);
});

test('a number that was read is read the same again', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^\+?[0-9 ()./-]{5,25}$/),
      fc.constantFrom('de', 'us', 'com', 'it'),
      (text, topLevel) => {
        const phone = readPhone(text, topLevel);
        if (phone?.startsWith('+') === true) expect(readPhone(phone, topLevel)).toBe(phone);
        if (phone !== undefined) expect(phone).toMatch(/^\+?\d{7,15}$/);
      },
    ),
  );
});

test('numbers are found in links, JSON-LD and text, each once; faxes and other numbers are not', () => {
  const tree =
    parsePage(`<body><a href="tel:+49%2030%20123456">call</a><p>Telefon: 030 123456</p><p>Fax: +49 30 999999</p><p>Tel. +49 40 777777</p>
    <p>We sold 1234567 pumps since 1998-2024.</p><p>IBAN DE89 3704 0044 0532 0130 00</p>
    <script type="application/ld+json">{"@type":"Organization","contactPoint":[{"@type":"ContactPoint","telephone":"+49 89 555555"}]}</script></body>`);
  expect(phonesOf(tree, 'https://acme.de/kontakt')).toEqual(['+4930123456', '+4989555555', '+4940777777']);
});

test('profiles are the company’s own pages, each in one spelling', () => {
  const links = [
    'https://www.linkedin.com/company/acme/',
    'http://de.linkedin.com/company/acme?trk=x',
    'https://www.linkedin.com/in/ana-silva',
    'https://twitter.com/acme',
    'https://x.com/acme/',
    'https://twitter.com/intent/tweet?text=x',
    'https://www.facebook.com/sharer/sharer.php?u=x',
    'https://www.facebook.com/sharer.php?u=x',
    '//facebook.com/acme',
    'https://www.instagram.com/p/abc',
    'https://www.youtube.com/@acme',
    'https://www.youtube.com/channel/UC123',
    'https://www.youtube.com/watch?v=1',
    'https://www.xing.com/pages/acme',
    'https://github.com/acme/pumps',
    '/x.com/acme',
    'mailto:x',
  ];
  const tree = parsePage(
    `${links.map((href) => `<a href="${href}">x</a>`).join('')}<script type="application/ld+json">{"@type":"Organization","sameAs":["https://github.com/acme"],"founder":{"@type":"Person","sameAs":"https://x.com/ana"}}</script>`,
  );
  expect(profilesOf(tree)).toEqual([
    'https://linkedin.com/company/acme',
    'https://x.com/acme',
    'https://facebook.com/acme',
    'https://youtube.com/@acme',
    'https://youtube.com/channel/UC123',
    'https://xing.com/pages/acme',
    'https://github.com/acme',
  ]);
});
