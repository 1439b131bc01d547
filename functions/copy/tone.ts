import type { Brief } from './brief.ts';

type Tone = Brief['icp']['voice']['tone'];

/** What no careful person writes to a stranger, in whatever tone: pressure, shame, flattery, familiarity that is not there, pictures. */
const NEVER: readonly (readonly [RegExp, string])[] = [
  [/\p{Extended_Pictographic}/u, 'a picture'],
  [/!/, 'an exclamation mark'],
  [
    /\b(?:you (?:must|have to|need to|can['’]?t afford|should have|are (?:losing|failing|missing|wasting|behind))|don['’]t (?:lose|wait|ignore|miss)|before it['’]?s too late|your competitors (?:are|already)|asap)\b/i,
    'pressure',
  ],
  [
    /\b(?:embarrass\w*|ashamed|shame on|stupid|terrible|awful|pathetic|disappointing|poor(?:ly)? (?:designed|made|written|site|website)|sloppy)\b/i,
    'an insult',
  ],
  [
    /\b(?:(?:truly |really |so )?(?:impressed|amazed|blown away|inspired)|huge fan|big fan|love what you|admire|(?:your|an?) (?:impressive|amazing|incredible|fantastic|stunning|inspiring))\b/i,
    'flattery',
  ],
  [
    /\b(?:as (?:we )?(?:discussed|agreed|promised)|good to (?:see|talk)|great (?:talking|meeting)|since we last|per our|our mutual friend|long time no)\b/i,
    'an acquaintance that there is not',
  ],
];

/** What does not go with a tone. */
const NOT_IN: Readonly<Record<Tone, readonly (readonly [RegExp, string])[]>> = {
  professional: [
    [
      /\b(?:hey|yo|gonna|wanna|gotta|kinda|stuff|awesome|super (?:easy|simple|cool)|cool|guys|folks|btw|lol|cheers|ping me)\b/i,
      'slang',
    ],
    [
      /\b(?:can['’]t|won['’]t|don['’]t|isn['’]t|aren['’]t|doesn['’]t|i['’]m|you['’]re|we['’]re|it['’]s|let['’]s|i['’]d|we['’]ve)\b/i,
      'a contraction',
    ],
  ],
  friendly: [
    [
      /\b(?:pursuant|hereby|herewith|aforementioned|kindly (?:find|be|revert|advise)|please be advised|dear sir|dear madam|esteemed|to whom it may concern|as per)\b/i,
      'an office phrase',
    ],
    [/\b(?:yo|gonna|wanna|lol|dude|bro)\b/i, 'slang'],
  ],
  casual: [
    [
      /\b(?:pursuant|hereby|herewith|aforementioned|kindly (?:find|be|revert|advise)|please be advised|dear sir|dear madam|esteemed|to whom it may concern|as per|furthermore|henceforth)\b/i,
      'an office phrase',
    ],
    [/\b(?:dude|bro|lol)\b/i, 'slang'],
  ],
};

/** What in a text does not suit a first mail in this tone; undefined when nothing does not. Quotations are the recipient's own words. */
export const offTone = (text: string, tone: Tone): string | undefined => {
  const own = text.replace(/["“][^"”\n]*["”]/g, '""');
  for (const [pattern, what] of [...NEVER, ...NOT_IN[tone]]) {
    const found = pattern.exec(own);
    if (found !== null) return `"${found[0]}" is ${what}`;
  }
  return undefined;
};
