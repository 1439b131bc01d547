import { cutNesting } from '../../../functions/contacts/cut-nesting.ts';

test('a page is cut where its elements are nested deeper than 400', () => {
  const page = '<div>'.repeat(500);
  expect(cutNesting(page)).toBe('<div>'.repeat(400));
});

test('comments, declarations and elements that end by themselves nest nothing', () => {
  const page = `<!DOCTYPE html>${'<!-- a --><p>x<br><li>y<img src="a"/>'.repeat(1_000)}`;
  expect(cutNesting(page)).toBe(page);
});

test('a name without end is passed over at once', () => {
  const page = `<${'a'.repeat(2_000_000)}`;
  expect(cutNesting(page)).toBe(page);
});
