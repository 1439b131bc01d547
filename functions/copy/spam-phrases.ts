/** Phrases that filters and readers take for bulk mail, with their weight. Compared in lower case, outside quotations. */
export const SPAM_PHRASES: readonly (readonly [RegExp, number])[] = [
  [/\bact now\b|\bbuy now\b|\border now\b|\bcall now\b|\bapply now\b|\bclick (?:here|below|now)\b/, 3],
  [
    /\blimited[- ]time\b|\boffer expires\b|\bwhile (?:supplies|stocks) last\b|\blast chance\b|\bdon['’]t miss\b|\bhurry\b/,
    3,
  ],
  [
    /\b100% (?:free|guaranteed|satisf\w+)\b|\bmoney[- ]back\b|\brisk[- ]free\b|\bno (?:risk|strings attached|catch)\b/,
    3,
  ],
  [
    /\bmake money\b|\bearn (?:extra )?(?:cash|money)\b|\bextra income\b|\bget rich\b|\bdouble your\b|\bwinner\b|\bcongratulations\b|\bcash bonus\b/,
    3,
  ],
  [/\bthis is not spam\b|\bdear (?:friend|sir|madam)\b|\bto whom it may concern\b/, 3],
  [
    /\bguaranteed?\b|\bno obligation\b|\burgent\b|\bimmediately\b|\bspecial (?:offer|promotion)\b|\bexclusive (?:deal|offer)\b|\blowest price\b|\bdiscount\b/,
    2,
  ],
  [
    /\bhope this (?:e-?mail|message|mail)? ?finds you\b|\bpick your brain\b|\bjust (?:following up|checking in|circling back)\b|\btouch base\b|\bcircle back\b/,
    2,
  ],
  [/\bskyrocket\w*\b|\bexplode your\b|\bsupercharge\b|\bexplosive growth\b|\bcrush(?:ing)? (?:it|your)\b/, 2],
  [
    /\bfree\b|\bbonus\b|\bamazing\b|\bincredible\b|\brevolution\w*\b|\bgame[- ]chang\w+\b|\bcutting[- ]edge\b|\bworld[- ]class\b|\bbest[- ]in[- ]class\b/,
    1,
  ],
  [
    /\bquick question\b|\bsynerg\w+\b|\bleverage\b|\bsolutions? provider\b|\b10x\b|\bincrease (?:your )?(?:sales|revenue|roi)\b|\bboost your\b/,
    1,
  ],
  [/!\s*!|\?\s*\?|\${2,}|€{2,}/, 3],
];

/** A mail with this score or more is not sent. */
export const SPAM_LIMIT = 3;

/** How much a text smells of bulk mail, and of what. */
export const spamScore = (text: string): Readonly<{ score: number; found: readonly string[] }> => {
  const own = text.replace(/"[^"]*"/g, ' ');
  const lower = own.toLowerCase();
  const phrases = SPAM_PHRASES.flatMap(([phrase, weight]) => {
    const match = phrase.exec(lower);
    return match === null ? [] : [{ found: match[0], weight }];
  });
  const exclamations = (own.match(/!/g) ?? []).length;
  const shouted = (own.match(/\b\p{Lu}{4,}\b/gu) ?? []).length;
  return {
    score:
      phrases.reduce((sum, { weight }) => sum + weight, 0) + Math.max(0, exclamations - 1) + Math.floor(shouted / 2),
    found: [
      ...phrases.map(({ found }) => found),
      ...(exclamations > 1 ? ['!'] : []),
      ...(shouted > 1 ? ['capitals'] : []),
    ],
  };
};
