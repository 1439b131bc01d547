import { wordsOf } from '../prose.ts';
import { indexWords } from '../retrieval.ts';
import { isCommonVerb } from './finite-verb.ts';
import type { SiteProfile } from './site-profile.ts';

const FEWEST_PASSAGES = 2;
/** Words that stand on every website and find nothing. */
const COMMON =
  /^(?:customers?|clients?|compan(?:y|ies)|business(?:es)?|people|teams?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|today|yesterday|last|first|second|third|next|time|times|work|works|working|new|old|more|most|every|each|other|others|half|million|billion|thousand|hundred|website|site|page|pages|home|median|average|price|prices|free|full|same|only|since|within|without|until|before|after|while|still|ever|never|always|about|average|colleagues|engineers|founders?|office|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|morning|night|nights|evening|between|their|there|which|where|what|when|with|from|than|that|this|them|they|have|been|were|also|into|over|under|down|away|back|once|twice|three|four|five|seven|eight|nine|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|anyone|nobody|everybody|everyone|nothing|something|thing|things|names?|number|numbers|part|parts|side|sides|room|rooms|line|lines|place|whole|long|short|large|small|good|best|better|early|late|right|left|open|close|itself|ourselves|yours?|ours?|those|these|such|both|some|many|much|very|just|even|then|here|again|against|through|during|across|around|because|whoever|whatever|would|could|should|might|must|does|doing|done|made|make|makes|took|take|takes|gave|give|gives|said|says|told|tell|went|came|come|comes|goes|know|known|knows|like|likes|need|needs|want|wants|find|finds|found|keep|keeps|kept|left)$/i;

type Found = { form: string; passages: Set<string>; headings: number };

/** Words that a website comes back to, the ones in its headings first: what a search for its kind of customer can use. None where it says little. */
export const siteKeywords = ({ passages, name, statements }: SiteProfile, most: number): readonly string[] => {
  const own = new Set(indexWords(name));
  const about = new Set(
    statements.filter(({ page }) => page !== 'job' && page !== 'about').map(({ passageId }) => passageId),
  );
  const found = new Map<string, Found>();
  for (const { id, heading, text } of passages) {
    if (!about.has(id) && heading !== null) continue;
    const inHeading = new Set(wordsOf(heading ?? text).map((word) => word.toLowerCase()));
    for (const word of wordsOf(text)) {
      // A capital within a sentence is a name.
      const isName = /^\p{Lu}/u.test(word) && !text.startsWith(word);
      const [stem] = indexWords(word);
      if (word.length < 4 || stem === undefined || isName || own.has(stem) || /[\d.@/&’']/.test(word)) continue;
      if (COMMON.test(word) || isCommonVerb(word)) continue;
      const known = found.get(stem) ?? { form: word.toLowerCase(), passages: new Set(), headings: 0 };
      known.passages.add(id);
      if (inHeading.has(word.toLowerCase())) known.headings += 1;
      found.set(stem, known);
    }
  }
  return [...found.values()]
    .filter((one) => one.passages.size >= FEWEST_PASSAGES)
    .sort((a, b) => b.passages.size + b.headings - (a.passages.size + a.headings) || a.form.localeCompare(b.form))
    .slice(0, most)
    .map(({ form }) => form);
};
