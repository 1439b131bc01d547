import type { Passage } from '../../../functions/contacts/contract.ts';
import { createRetrieval, indexWords } from '../../../functions/copy/retrieval.ts';

const passage = (id: string, text: string, heading: string | null = null): Passage => ({
  id,
  url: 'https://acme.com/',
  heading,
  text,
});
const passages = [
  passage('p1', 'Drivers book their own slot, and planners steer the yard.', 'Dock planner'),
  passage('p2', 'Our office in Ghent opens at eight and closes at six.', 'Visit us'),
  passage('p3', 'Invoices are booked every night and checked against the contract.', 'Billing'),
  passage('p4', 'We are a team of 64 people and three dogs.', 'About'),
];
const found = (query: string, limit = 3) => createRetrieval(passages)(query, limit).map(({ id }) => id);

test('the passages nearest to a question come first', () => {
  expect(found('how do drivers plan a slot at the dock')[0]).toBe('p1');
  expect(found('billing of invoices')[0]).toBe('p3');
});

test('a word is found in its other forms', () => {
  expect(found('booking')).toEqual(expect.arrayContaining(['p1', 'p3']));
  expect(indexWords('planners planned planning')).toEqual(['planner', 'plan', 'plan']);
});

test('words that every text has find nothing', () => {
  expect(indexWords('the and of our at')).toEqual([]);
  expect(found('the of and')).toEqual([]);
});

test('a word of the heading counts more than one of the text', () => {
  const two = [passage('a', 'We speak of billing here.'), passage('b', 'Something else altogether said.', 'Billing')];
  expect(createRetrieval(two)('billing', 2).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('no more than asked for, and nothing for what nobody says', () => {
  expect(found('book slot invoices office team', 2)).toHaveLength(2);
  expect(found('volcano')).toEqual([]);
  expect(createRetrieval([])('dock', 3)).toEqual([]);
});

test('a language without spaces is searched by its words', () => {
  const japanese = [
    passage('j1', '在庫管理ソフトウェアを開発しています。'),
    passage('j2', '大阪の工場で使われています。'),
  ];
  expect(createRetrieval(japanese)('在庫', 2).map(({ id }) => id)).toEqual(['j1']);
});
