/** A piece of a mail's text; `note` is the number of the evidence that the sentence in it rests on. */
export type Piece = Readonly<{ text: string; note: number | undefined }>;

/**
 * Cuts a paragraph at the sentences that rest on something, so that each can carry its number. Sentences are found in their order; one that
 * does not stand in the text word for word stays without a number there.
 */
export const markSentences = (
  paragraph: string,
  sentences: readonly Readonly<{ sentence: string; note: number }>[],
): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  const found = sentences
    .map(({ sentence, note }) => ({ at: paragraph.indexOf(sentence.trim()), length: sentence.trim().length, note }))
    .filter(({ at, length }) => at >= 0 && length > 0)
    .sort((a, b) => a.at - b.at);
  for (const { at, length, note } of found) {
    if (at < from) continue;
    if (at > from) pieces.push({ text: paragraph.slice(from, at), note: undefined });
    pieces.push({ text: paragraph.slice(at, at + length), note });
    from = at + length;
  }
  if (from < paragraph.length) pieces.push({ text: paragraph.slice(from), note: undefined });
  return pieces;
};

/** The paragraphs of a plain text mail: what empty lines part. */
export const paragraphsOf = (body: string): readonly string[] =>
  body
    .split(/\r?\n\s*\r?\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
