import { industriesNamed, industryOfCustomers, isNeutral, tellsKind } from '../discovery/industry-taxonomy.ts';
import { wordsOf } from './prose.ts';

/** What makes the name of a trade one of companies in it: "insurance companies". */
const COMPANIES =
  /^(?:compan(?:y|ies)|firms?|businesses|industry|industries|sector|startups?|brands?|providers?|organi[sz]ations?|vendors?|makers?|operators?|agencies|practices|offices|teams of)$/i;
const SOFTWARE = /\b(?:software|saas|tech|it|internet|ai|cloud|app)\b/i;
const MOST_WORDS_OF_A_TRADE = 4;
const OWN = /^(?:our|my|own)$/i;

/** The trade that a run of words names as somebody one may sell to. Names of software categories are things, unless software companies are meant. */
const tradeOf = (words: readonly string[], isListed: boolean): string | undefined => {
  const run = words.join(' ');
  // One lawyer is a person in a story; lawyers are customers.
  if (!isListed && !/s$/i.test(run)) return undefined;
  const customers = industryOfCustomers(run);
  if (customers !== undefined) return customers;
  const isCompanies = words.length > 1 && COMPANIES.test(words.at(-1) ?? '');
  if (!isCompanies && !(isListed && words.length > 1)) return undefined;
  const [trade, ...others] = industriesNamed(isCompanies ? words.slice(0, -1).join(' ') : run);
  if (trade === undefined || others.length > 0 || isNeutral(trade)) return undefined;
  return tellsKind(trade) && !SOFTWARE.test(run) ? undefined : trade;
};

/** Trades that a text names, the longest names first, none within another; not those that it calls its own ("our engineers"). */
export const tradesIn = (text: string, isListed: boolean): readonly string[] => {
  const words = wordsOf(text);
  const trades: string[] = [];
  for (let at = 0; at < words.length; ) {
    let taken = 0;
    for (let length = Math.min(MOST_WORDS_OF_A_TRADE, words.length - at); length > 0 && taken === 0; length -= 1) {
      const trade = OWN.test(words[at - 1] ?? '') ? undefined : tradeOf(words.slice(at, at + length), isListed);
      if (trade === undefined) continue;
      trades.push(trade);
      taken = length;
    }
    at += Math.max(1, taken);
  }
  return trades;
};
