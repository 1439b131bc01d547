/** Contractions that stand for one thing only, written out; "it's" may be "it is" or "it has". */
export const writtenOut = (text: string): string =>
  WRITTEN_OUT.reduce((rest, [contracted, whole]) => rest.replace(contracted, whole), text);
const WRITTEN_OUT: readonly (readonly [RegExp, string])[] = [
  [/\b(c)an['’]t\b/giu, '$1annot'],
  [/\b(w)on['’]t\b/giu, '$1ill not'],
  [/\b(do|does|did|is|are|was|were|has|have|had|could|should|would|must|need)n['’]t\b/giu, '$1 not'],
  [/\b(we|you|they)['’]re\b/giu, '$1 are'],
  [/\b(we|you|they|I)['’]ve\b/giu, '$1 have'],
  [/\b(we|you|they|I|it)['’]ll\b/giu, '$1 will'],
  [/\b(I)['’]m\b/giu, '$1 am'],
];

const CONTRACTION = /\p{L}['’](?:t|re|ve|ll|d|m)\b|\b(?:it|that|there|what|who|let)['’]s\b/iu;
export const hasContraction = (text: string): boolean => CONTRACTION.test(text);
