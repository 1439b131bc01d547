import {
  comparable,
  countWords,
  endWith,
  isEnglish,
  possessive,
  quoted,
  spokenName,
} from '../../../functions/copy/prose.ts';
import { readingGrade, syllablesOf } from '../../../functions/copy/reading-level.ts';

test.each([
  ['Grünspan Software GmbH', 'Grünspan Software'],
  ['Hestus, Inc.', 'Hestus'],
  ['Harbourlight Unipessoal Lda', 'Harbourlight'],
  ['Acme Co., Ltd.', 'Acme'],
  ['Skarpö Inköp AB', 'Skarpö Inköp'],
  ['Keywords AI (formerly X)', 'Keywords AI'],
  ['goodfin', 'goodfin'],
  ['AG', 'AG'],
  ['Co', 'Co'],
])('%s is called %s', (name, spoken) => {
  expect(spokenName(name)).toBe(spoken);
});

test.each([
  ['A short note to you', 5],
  ["It's a 24/7 on-demand service, e.g. here.", 7],
  ['', 0],
  ['— … !', 0],
  ['https://a.example/b', 2],
])('%j has %d words', (text, words) => {
  expect(countWords(text)).toBe(words);
});

test('a sentence ends once', () => {
  expect(endWith('At Hestus, Inc.')).toBe('At Hestus, Inc.');
  expect(endWith('He said "Stop."')).toBe('He said "Stop."');
  expect(endWith('It is so')).toBe('It is so.');
});

test('quotes inside a quotation become single', () => {
  expect(quoted('a "b" c')).toBe(`"a 'b' c"`);
});

test('texts compare without regard to typography', () => {
  expect(comparable('“It’s”  a — b…')).toBe(comparable('"It\'s" a - b...'));
});

test.each([
  ['The yard stays quiet when drivers book ahead.', true],
  ['AI phone agents for enterprise', true],
  ['Software for Müller', true],
  ['Angebots- und Aufmaßsoftware für Dachdecker', false],
  ['Nous vous aidons avec la gestion de vos achats', false],
  ['軍手のまま押せる大きなボタン', false],
  ['', false],
])('%j is English: %s', (text, english) => {
  expect(isEnglish(text)).toBe(english);
});

test('possessives', () => {
  expect(possessive('Acme')).toBe("Acme's");
  expect(possessive('Harbours')).toBe("Harbours'");
});

test.each([
  ['make', 1],
  ['website', 2],
  ['company', 3],
  ['written', 2],
  ['enquiries', 3],
  ['the', 1],
])('%s has %d syllables', (word, syllables) => {
  expect(syllablesOf(word)).toBe(syllables);
});

test('long words in long sentences read harder than short ones', () => {
  expect(readingGrade('The dog ran. The cat sat. We like them.')).toBeLessThan(2);
  expect(
    readingGrade(
      'Organisational interoperability considerations necessitate comprehensive infrastructural transformation initiatives throughout multinational enterprises.',
    ),
  ).toBeGreaterThan(20);
  expect(readingGrade('')).toBe(0);
});
