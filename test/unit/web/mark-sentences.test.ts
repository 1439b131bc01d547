import fc from 'fast-check';
import { markSentences, paragraphsOf } from '../../../web/src/areas/messages/mark-sentences.ts';

test('a sentence that rests on something carries its number, the rest stays as it is', () => {
  expect(
    markSentences('You grew. We help. Talk?', [
      { sentence: 'We help.', note: 2 },
      { sentence: 'You grew.', note: 1 },
    ]),
  ).toEqual([
    { text: 'You grew.', note: 1 },
    { text: ' ', note: undefined },
    { text: 'We help.', note: 2 },
    { text: ' Talk?', note: undefined },
  ]);
});

test('a sentence that does not stand in the text word for word gets no number there', () => {
  expect(markSentences('You grew.', [{ sentence: 'You shrank.', note: 1 }])).toEqual([
    { text: 'You grew.', note: undefined },
  ]);
});

test('no word of the mail is lost or doubled, whatever is marked', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 8 })),
      fc.array(fc.string({ maxLength: 4 })),
      (words, marked) => {
        const text = words.join(' ');
        const sentences = [...marked, ...words.slice(0, 2)].map((sentence, note) => ({ sentence, note }));
        expect(
          markSentences(text, sentences)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      },
    ),
  );
});

test('paragraphs are what empty lines part', () => {
  expect(paragraphsOf('Hi,\n\nOne\ntwo.\r\n\r\n\n Bye \n')).toEqual(['Hi,', 'One\ntwo.', 'Bye']);
});
