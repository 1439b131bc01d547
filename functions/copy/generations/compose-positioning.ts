import { endWith, quoted } from '../prose.ts';
import type { Positioning } from './copy-results.ts';
import { claimsOf, createPicker, figuresSentence, joined, listed, type Piece, plain, told } from './pieces.ts';
import type { SiteProfile } from './site-profile.ts';
import { isLabel, type Roles, rolesOf } from './statement-roles.ts';
import type { Statement } from './statements.ts';

const VALUES = 3;
const SELLING_POINTS = 4;

type Picker = ReturnType<typeof createPicker>;

/**
 * Positioning in the website's own sentences: nothing is said that it does not say, and where it says nothing for a part, the part says that.
 * The same reading and emphasis give the same text.
 */
export const composePositioning = (profile: SiteProfile, emphasis: string): Positioning => {
  const roles = rolesOf(profile, emphasis);
  const picker = createPicker();
  const insight = insightPieces(profile, roles, picker);
  // First what is dated, which is rare; what tells a value is not.
  const now = whyNowPieces(profile, roles, picker);
  const us = whyUsPieces(profile, roles, picker);
  const values = valuePieces(roles, picker);
  const points = sellingPoints(profile, roles, picker);
  return {
    uniqueInsight: joined(insight),
    whyUs: joined(us),
    whyNow: joined(now),
    valuePropositions: values.map(({ text }) => text),
    uniqueSellingPoints: points,
    claims: [
      ...claimsOf('uniqueInsight', insight),
      ...claimsOf('whyUs', us),
      ...claimsOf('whyNow', now),
      ...values.flatMap((piece, at) => claimsOf(`valuePropositions.${at}`, [piece])),
      ...points.flatMap(({ description, evidence }, at) =>
        claimsOf(`uniqueSellingPoints.${at}`, [
          { text: description, passageIds: evidence.map(({ passageId }) => passageId) },
        ]),
      ),
    ],
  };
};

/** That the site does not say something, and `missing`: what one would have taken it from. */
const unreadable = ({ domain, english }: SiteProfile, what: string, missing = ''): Piece =>
  plain(
    english
      ? `The website of ${domain} does not say ${what}${missing === '' ? '' : `: ${missing}`}.`
      : `The website of ${domain} is not in English, so the offline writer cannot say ${what} without guessing.`,
  );

/** What the site sees that a customer suffers from, and what it does about it. */
const insightPieces = (profile: SiteProfile, { problems, offers, values }: Roles, picker: Picker): readonly Piece[] => {
  const { headline, name } = profile;
  const [problem] = picker.take(problems, 1);
  if (problem !== undefined) {
    const near = [...offers.filter((one) => beside(one, problem)), ...offers];
    const answers = mentions(problem, name) ? [] : picker.take(near, 1);
    return [told(problem), ...answers.map((one) => told(one))];
  }
  const says =
    headline === null
      ? []
      : [
          {
            text: `The website of ${name} opens with ${endWith(quoted(headline.text))}`,
            passageIds: [headline.passageId],
          },
        ];
  const pieces = [...says, ...picker.take([...offers, ...values], 1).map((one) => told(one))];
  return pieces.length > 0 ? pieces : [unreadable(profile, 'what sets the company apart')];
};

const beside = (one: Statement, other: Statement): boolean => one.heading === other.heading && one.url === other.url;
const mentions = ({ text }: Statement, name: string): boolean => text.includes(name.split(' ')[0] ?? name);

/** Measures first, then what customers or others found. */
const whyUsPieces = (profile: SiteProfile, { proofs, offers, values }: Roles, picker: Picker): readonly Piece[] => {
  const figures = profile.figures.slice(0, 3);
  picker.mark(...figures.map(({ passageId }) => passageId));
  const measured =
    figures.length === 0
      ? []
      : [
          figuresSentence(
            `${profile.name} puts ${figures.length === 1 ? 'a figure' : 'figures'} on its website: `,
            figures,
          ),
        ];
  const proof = picker.take([...proofs, ...offers, ...values], figures.length === 0 ? 2 : 1).map((one) => told(one));
  const pieces = [...measured, ...proof];
  return pieces.length > 0 ? pieces : [unreadable(profile, 'why a customer should choose it over others')];
};

/** What is dated near the reading, else the latest news and open positions. */
const whyNowPieces = (profile: SiteProfile, { dated, proofs }: Roles, picker: Picker): readonly Piece[] => {
  const { news, jobs, statements } = profile;
  const [latest] = news;
  const below =
    latest === undefined
      ? []
      : statements.filter((one) => one.whole && one.page === 'news' && one.heading === latest.text);
  const [detail] = picker.take(below, 1);
  const reported: readonly Piece[] =
    latest === undefined
      ? []
      : [
          { text: `The news on the website: ${quoted(latest.text)}.`, passageIds: [latest.passageId] },
          ...(detail === undefined ? [] : [told(detail)]),
        ];
  const hiring: readonly Piece[] =
    jobs.length === 0
      ? []
      : [
          {
            text: `The careers page lists ${listed(jobs.slice(0, 2).map(({ text }) => quoted(text)))}.`,
            passageIds: jobs.slice(0, 2).map(({ passageId }) => passageId),
          },
        ];
  if (reported.length + hiring.length > 0) return [...reported, ...hiring];
  // The only proof there is says rather why this company than why now.
  const spare = proofs.length + profile.figures.length > 1 ? dated : dated.filter((one) => !proofs.includes(one));
  const pieces = picker.take(spare, 1).map((one) => told(one));
  return pieces.length > 0
    ? pieces
    : [unreadable(profile, 'what makes this the moment', 'it names no date, news or open position')];
};

/** What customers get, fresh where the site says enough; rather what stands above already than nothing. */
const valuePieces = ({ values, offers, proofs }: Roles, picker: Picker): readonly Piece[] => {
  const candidates = onceEach([...values, ...offers, ...proofs]);
  const fresh = picker.take(candidates, VALUES);
  const again = candidates.filter((one) => !fresh.includes(one));
  const chosen = [...fresh, ...again].slice(0, VALUES);
  // A heading names the first thing that stands below it; before each it would be a refrain.
  return chosen.map((one, at) => told(one, chosen.findIndex(({ heading }) => heading === one.heading) === at));
};

const onceEach = (statements: readonly Statement[]): readonly Statement[] =>
  statements.filter(({ passageId }, at) => statements.findIndex((one) => one.passageId === passageId) === at);

const sellingPoints = (
  { passages, headline }: SiteProfile,
  { values, proofs, offers }: Roles,
  picker: Picker,
): Positioning['uniqueSellingPoints'] => {
  const candidates = onceEach([...values, ...proofs, ...offers]);
  const fresh = picker.take(candidates, SELLING_POINTS);
  // A small site has few passages: rather a point that was made above than none.
  const some = fresh.length >= 2 ? fresh : candidates.slice(0, SELLING_POINTS);
  return some.map(({ heading, text, passageId, url }) => ({
    theme: isLabel(heading) && heading !== headline?.text ? heading : themeOf(text),
    description: text,
    evidence: [{ passageId, url, quote: passages.find(({ id }) => id === passageId)?.text ?? text }],
  }));
};

const THEMES: readonly (readonly [RegExp, string])[] = [
  [/[€$£]\s?\d|\bprice|\bcosts?\b|\binvoice/i, 'Price'],
  [/\b(?:minutes?|hours?|seconds?|days?|overnight|fast|within)\b/i, 'Speed'],
  [/\b(?:people|team|engineers?|colleagues|staff|founders?)\b/i, 'People'],
  [/\b(?:customers?|clients?|since|accepted|certified|record|%)\b/i, 'Track record'],
];
const themeOf = (text: string): string => THEMES.find(([pattern]) => pattern.test(text))?.[1] ?? 'What it does';
