import { chooseLinks } from '../../../functions/contacts/page-links.ts';
import { parsePage } from '../../../functions/contacts/page-text.ts';

const choose = (html: string) =>
  chooseLinks(parsePage(html), 'https://www.acme.com/').map(({ kind, url }) => `${kind} ${url}`);

test('one page of a kind on the own host, by path or by label, most telling first', () => {
  expect(
    choose(`<a href="/news">News</a><a href="/about-us.html">About</a><a href="/ueber-uns">Über uns</a><a href="https://acme.com/x1">Our people</a>
      <a href="/contact#form">Write</a><a href="/contact">Contact</a><a href="https://other.com/team">Team</a><a href="/team.pdf">Team</a>
      <a href="mailto:a@acme.com">Contact</a><a href="javascript:void(0)">About</a><a href="http://[bad">About</a><a href="/">Home</a>`),
  ).toEqual([
    'team https://acme.com/x1',
    'contact https://www.acme.com/contact',
    'about https://www.acme.com/about-us.html',
    'news https://www.acme.com/news',
  ]);
});

test('usual addresses are tried for what is not linked', () => {
  expect(choose('<a href="/impressum">Impressum</a>')).toEqual([
    'imprint https://www.acme.com/impressum',
    'contact https://www.acme.com/contact',
    'about https://www.acme.com/about',
    'team https://www.acme.com/team',
  ]);
});

test('an imprint is tried for where the law asks for one', () => {
  const of = (home: string) => chooseLinks(parsePage('<p>x</p>'), home).map(({ url }) => new URL(url).pathname);
  expect(of('https://acme.de/')).toEqual(['/contact', '/about', '/team', '/impressum']);
  expect(of('https://acme.com/')).toEqual(['/contact', '/about', '/team']);
});

test.each([
  ['Über uns', 'about'],
  ['Qui sommes-nous', 'about'],
  ['O nas', 'about'],
  ['Chi siamo', 'about'],
  ['Sobre nós', 'about'],
  ['Om oss', 'about'],
  ['Unser Team', 'team'],
  ['Notre équipe', 'team'],
  ['Nuestro equipo', 'team'],
  ['Mitarbeiter', 'team'],
  ['Nous contacter', 'contact'],
  ['Contáctenos', 'contact'],
  ['Kontakta oss', 'contact'],
  ['Impressum', 'imprint'],
  ['Mentions légales', 'imprint'],
  ['Aviso legal', 'imprint'],
])('a link called %s leads to %s', (label, kind) => {
  expect(choose(`<a href="/x1">${label}</a>`)[0]).toBe(`${kind} https://www.acme.com/x1`);
});
