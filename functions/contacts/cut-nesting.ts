/** Deeper than this no page is nested on purpose. */
const DEEPEST = 400;
/** Elements that hold nothing, or that the next of their kind ends although they are left open. */
const SELF_ENDING = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option optgroup thead tbody tfoot colgroup body html head'.split(
    ' ',
  ),
);
/** A name is taken whole: giving its letters back one by one would take the square of its length. */
const TAG = /<(\/?)([a-z!][a-z0-9:-]*)(?![a-z0-9:-])([^<>]*)>/gi;

/**
 * A page up to where its elements are nested deeper than 400: finding anything in a tree takes the square of its depth, so that a page of nothing but
 * open tags would take minutes.
 */
export const cutNesting = (html: string): string => {
  let depth = 0;
  for (const { 1: closing, 2: name = '', 3: rest = '', index } of html.matchAll(TAG)) {
    // Comments and declarations hold nothing.
    if (name.startsWith('!') || SELF_ENDING.has(name.toLowerCase()) || rest.endsWith('/')) continue;
    depth = closing === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) return html.slice(0, index);
  }
  return html;
};
