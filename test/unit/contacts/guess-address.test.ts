import fc from 'fast-check';
import { guessAddress, type KnownAddress, patternOf } from '../../../functions/contacts/guess-address.ts';

const at = (local: string, name: string, domain = 'acme.com'): KnownAddress => {
  const [firstName = '', ...rest] = name.split(' ');
  return { email: `${local}@${domain}`, firstName, lastName: rest.join(' ') };
};
const person = (name: string) => {
  const [firstName = '', ...rest] = name.split(' ');
  return { firstName, lastName: rest.join(' ') };
};

test.each([
  ['first.last', 'ana.silva', 'bo.lund', 'carl.okafor@acme.com'],
  ['flast', 'asilva', 'blund', 'cokafor@acme.com'],
  ['first', 'ana', 'bo', 'carl@acme.com'],
  ['firstlast', 'anasilva', 'bolund', 'carlokafor@acme.com'],
  ['f.last', 'a.silva', 'b.lund', 'c.okafor@acme.com'],
  ['first_last', 'ana_silva', 'bo_lund', 'carl_okafor@acme.com'],
  ['first-last', 'ana-silva', 'bo-lund', 'carl-okafor@acme.com'],
  ['firstl', 'anas', 'bol', 'carlo@acme.com'],
  ['last', 'silva', 'lund', 'okafor@acme.com'],
  ['last.first', 'silva.ana', 'lund.bo', 'okafor.carl@acme.com'],
  ['lastf', 'silvaa', 'lundb', 'okaforc@acme.com'],
])('%s is seen from two addresses', (pattern, one, two, expected) => {
  const known = [at(one, 'Ana Silva'), at(two, 'Bo Lund')];
  expect(patternOf('acme.com', known)).toBe(pattern);
  expect(guessAddress('acme.com', known, person('Carl Okafor'))).toBe(expected);
});

test.each([
  ['nobody known', []],
  ['one known', [at('ana.silva', 'Ana Silva')]],
  ['one known twice', [at('ana.silva', 'Ana Silva'), at('ana.silva+x', 'Ana Silva')]],
  ['two that follow different patterns', [at('ana.silva', 'Ana Silva'), at('blund', 'Bo Lund')]],
  [
    'a pattern that half of them follow',
    [at('ana.silva', 'Ana Silva'), at('bo.lund', 'Bo Lund'), at('kim', 'Kim Roe'), at('x1', 'Al Fox')],
  ],
  ['addresses at another domain', [at('ana.silva', 'Ana Silva', 'b.com'), at('bo.lund', 'Bo Lund', 'b.com')]],
  ['role accounts', [at('info', 'Info Desk'), at('sales', 'Sales Team')]],
  ['addresses that no pattern explains', [at('zx1', 'Ana Silva'), at('qq', 'Bo Lund')]],
])('%s tells nothing', (_name, known) => {
  expect(guessAddress('acme.com', known, person('Carl Okafor'))).toBeUndefined();
});

const known = [at('ana.silva', 'Ana Silva'), at('bo.lund', 'Bo Lund')];

test.each([
  'Carl',
  'Carl van der Berg',
  'Nadia Okonjo-Reid',
  'J. Fenton',
  'Иван Петров',
  '山田 太郎',
  'Carl O',
  ' Silva',
])('a name that can be written in several ways is not guessed: %s', (name) => {
  expect(guessAddress('acme.com', known, person(name))).toBeUndefined();
});

test('accents and apostrophes are left out', () => {
  expect(guessAddress('acme.com', known, person('José Núñez'))).toBe('jose.nunez@acme.com');
  expect(guessAddress('acme.com', known, person("Conor O'Brien"))).toBe('conor.obrien@acme.com');
  expect(guessAddress('acme.com', known, person('Søren Łukasz'))).toBe('soren.lukasz@acme.com');
});

test('umlauts are written as the company writes them, else as its country does', () => {
  const german = (email: string) => at(email, 'Jörg Müller');
  expect(guessAddress('acme.com', [...known, german('joerg.mueller')], person('Ute Schön'))).toBe(
    'ute.schoen@acme.com',
  );
  expect(guessAddress('acme.com', [...known, german('jorg.muller')], person('Ute Schön'))).toBe('ute.schon@acme.com');
  expect(guessAddress('acme.com', known, person('Ute Schön'))).toBe('ute.schon@acme.com');
  const de = [at('ana.silva', 'Ana Silva', 'acme.de'), at('bo.lund', 'Bo Lund', 'acme.de')];
  expect(guessAddress('acme.de', de, person('Ute Groß'))).toBe('ute.gross@acme.de');
  expect(guessAddress('acme.de', de, person('Ute Schön'))).toBe('ute.schoen@acme.de');
});

test('an address that is somebody’s or a function’s is not guessed', () => {
  const first = [at('ana', 'Ana Silva'), at('bo', 'Bo Lund')];
  expect(guessAddress('acme.com', first, person('Ana Weber'))).toBeUndefined();
  expect(guessAddress('acme.com', first, person('Sales Weber'))).toBeUndefined();
  expect(guessAddress('acme.com', first, person('Carl Weber'))).toBe('carl@acme.com');
});

test('the pattern does not depend on the order of what is known', () => {
  const many = [...known, at('cokafor', 'Carl Okafor'), at('dora.berg', 'Dora Berg')];
  fc.assert(
    fc.property(fc.shuffledSubarray(many, { minLength: many.length }), (shuffled) => {
      expect(patternOf('acme.com', shuffled)).toBe('first.last');
    }),
  );
});
