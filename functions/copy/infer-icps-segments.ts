import type { IcpCriteria } from '../campaigns/icp.ts';
import { industryRelation, parentsOf } from '../discovery/industry-taxonomy.ts';
import { assumed, cited, said } from './infer-icps-claims.ts';
import type { IcpClaim } from './infer-icps-contract.ts';
import type { Fact } from './infer-icps-fact.ts';
import type { SiteFacts } from './infer-icps-facts.ts';

const PROPOSALS = 3;
/** A trade within another, or the same but for a step, makes no segment of its own. */
const SAME_SEGMENT = 0.85;

/** Whom one of the three is about: what of it the site says, and what is concluded. */
export type Segment = Readonly<{
  name: string;
  summary: string;
  industry: Fact<string> | null;
  industryClaims: readonly IcpClaim[];
  industries: readonly string[];
  headcount: IcpCriteria['headcount'];
  headcountClaim: IcpClaim | null;
  isAssumed: boolean;
}>;

const rangeText = ({ min, max }: IcpCriteria['headcount']): string =>
  max === undefined ? `${String(min ?? 0)} people and more` : `${String(min ?? 0)} to ${String(max)} people`;

/** Size of companies by the lowest price they are asked, where nothing is said of it; dollars, euros and pounds alike. */
const sizeByPrice = (price: number): IcpCriteria['headcount'] =>
  price < 200 ? { min: 1, max: 50 } : price < 5_000 ? { min: 5, max: 200 } : { min: 50, max: 2_000 };

const statedSize = (facts: SiteFacts): Pick<Segment, 'headcount' | 'headcountClaim'> => {
  const [headcount] = facts.headcounts;
  if (headcount !== undefined)
    return {
      headcount: headcount.value,
      headcountClaim: said('headcount', rangeText(headcount.value), headcount),
    };
  const [price] = facts.prices;
  if (price === undefined) return { headcount: {}, headcountClaim: null };
  const range = sizeByPrice(price.value);
  const reason = `The lowest price on the website is ${String(price.value)}; companies of this size pay that without a tender.`;
  return { headcount: range, headcountClaim: assumed('headcount', rangeText(range), reason, cited(price)) };
};

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** Trades that the site serves or speaks of and that are segments of their own, the most spoken of first. */
const servedTrades = ({ industries, topics }: SiteFacts): readonly Fact<string>[] => {
  const chosen: Fact<string>[] = [];
  for (const fact of [...industries, ...topics]) {
    const isNear = chosen.some(
      ({ value, served }) =>
        // Who names restaurants and hotels means both, though the one is part of the other.
        !(served && fact.served) &&
        (industryRelation(value, fact.value).closeness >= SAME_SEGMENT ||
          industryRelation(fact.value, value).closeness >= SAME_SEGMENT),
    );
    if (!isNear) chosen.push(fact);
  }
  return chosen;
};

/** A trade that the site says it serves, or merely speaks of. */
const servedSegment = (fact: Fact<string>, facts: SiteFacts): Segment => ({
  name: fact.value,
  summary: fact.served
    ? `${fact.value}: the website names them as those it works for.`
    : `${fact.value}: the website speaks of them and does not say that it works for them.`,
  industry: fact,
  industries: [fact.value],
  industryClaims: [
    fact.served
      ? said('industries', fact.value, fact)
      : assumed(
          'industries',
          fact.value,
          'The website speaks of them; it does not say that they are its customers.',
          cited(fact),
        ),
  ],
  ...statedSize(facts),
  isAssumed: !fact.served,
});

/** A trade one step broader than one that the site serves. */
const nearSegments = (served: readonly Fact<string>[], facts: SiteFacts): readonly Segment[] =>
  served.flatMap((fact) =>
    parentsOf(fact.value)
      .filter((parent) => !served.some(({ value }) => value === parent))
      .map(
        (parent): Segment => ({
          name: `${parent}, beyond ${fact.value}`,
          summary: `Neighbours of “${fact.value}” in “${parent}”, which the website does not name.`,
          industry: fact,
          industries: [parent],
          industryClaims: [
            assumed('industries', parent, `${fact.value}, which the website names, is part of it.`, cited(fact)),
          ],
          ...statedSize(facts),
          isAssumed: true,
        }),
      ),
  );

const SIZES: readonly (readonly [string, IcpCriteria['headcount']])[] = [
  ['small', { min: 1, max: 50 }],
  ['mid-sized', { min: 51, max: 500 }],
  ['large', { min: 501, max: 5_000 }],
];

/** The same trades by size, where the site names too few: what it says of size is left to the others. */
const sizeSegments = (served: readonly Fact<string>[]): readonly Segment[] =>
  SIZES.map(([word, headcount]): Segment => {
    const [trade] = served;
    return {
      name: trade === undefined ? `${capital(word)} companies` : `${trade.value}, ${word}`,
      summary: `${capital(word)} companies${trade === undefined ? '' : ` (${trade.value})`}: a cut by size, because the website names ${trade === undefined ? 'no trade' : 'few trades'} that it works for.`,
      industry: trade ?? null,
      industries: trade === undefined ? [] : [trade.value],
      industryClaims: trade === undefined ? [] : [said('industries', trade.value, trade)],
      headcount,
      headcountClaim: assumed('headcount', rangeText(headcount), 'The website does not say for which sizes it is.'),
      isAssumed: true,
    };
  });

/** Whom three proposals are about: the trades that the site names; where it names fewer, the neighbours of those, then cuts by size. */
export const segmentsOf = (facts: SiteFacts): readonly Segment[] => {
  const served = servedTrades(facts);
  return [
    ...served.map((fact) => servedSegment(fact, facts)),
    ...nearSegments(served, facts),
    ...sizeSegments(served),
  ].slice(0, PROPOSALS);
};
