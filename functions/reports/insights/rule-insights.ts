import { type Assessment, CATEGORIES, type Category, type Finding } from '../../assessment/contract.ts';
import type { Action, Insight, Insights } from '../content.ts';
import { CATEGORY_WORDS, counted, cut, impactText, scoreText, usd } from '../words.ts';

const MOST = 3;
/** A site’s own words may be long; an insight is not. */
const LONGEST = 240;
const ids = (findings: readonly Finding[]): string[] => findings.map(({ id }) => id);
const costOf = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { impact }) => sum + (impact?.estimateUsd ?? 0), 0);
const named = (findings: readonly Finding[]): string =>
  findings
    .slice(0, 2)
    .map(({ title }) => `“${cut(title, LONGEST)}”`)
    .join(' and ');

type Group = Readonly<{ category: Category; findings: readonly Finding[]; costUsd: number }>;

const groupsOf = (findings: readonly Finding[]): readonly Group[] =>
  CATEGORIES.map((category) => {
    const own = findings.filter((finding) => finding.category === category);
    return { category, findings: own, costUsd: costOf(own) };
  })
    .filter(({ findings: own }) => own.length > 0)
    .sort((one, other) => other.costUsd - one.costUsd || other.findings.length - one.findings.length);

const WORST: Readonly<Record<Category, string>> = {
  performance: 'People who wait leave before they see an offer, and they seldom come back to say so.',
  security: 'Browsers warn of such pages by themselves, and a visitor who was warned does not return.',
  seo: 'What search engines cannot read they do not show: every day of it goes to somebody else’s page.',
  email: 'Anybody can write in the name of the domain until it is protected, and its own mail suffers for it.',
  accessibility: 'Customers are shut out on every visit, and the law asks for access in more places each year.',
  visual: 'A first impression is made on every visit; it is not made twice.',
  presence: 'People who look for a business near them decide before they ever open its website.',
  content: 'A visitor who does not learn what to do next does nothing.',
};

/** The area that costs most, by the sum of its findings' estimates. */
const dearest = ({ findings }: Assessment): Insight | undefined => {
  const [group] = groupsOf(findings);
  if (group === undefined) return undefined;
  const { title } = CATEGORY_WORDS[group.category];
  const all = costOf(findings);
  const share = all === 0 ? 0 : Math.round((100 * group.costUsd) / all);
  return {
    title: `${title} is where the most is lost`,
    text:
      group.costUsd === 0
        ? `${counted(group.findings.length, 'finding')} in this area, among them ${named(group.findings)}. No amount could be put on them.`
        : `${counted(group.findings.length, 'finding')} in this area ${group.findings.length === 1 ? 'accounts' : 'account'} for an estimated ${usd(group.costUsd)} a month, ${String(share)} % of everything found, among them ${named(group.findings)}.`,
    urgency: WORST[group.category],
    findings: ids(group.findings),
  };
};

/** What can be mended at once, and what of the whole that is. */
const quickest = ({ findings }: Assessment): Insight | undefined => {
  const quick = findings.filter(({ effort }) => effort === 'minutes');
  if (quick.length === 0) return undefined;
  const [part, all] = [costOf(quick), costOf(findings)];
  return {
    title: `${counted(quick.length, 'finding')} of ${String(findings.length)} can be mended in under an hour each`,
    text:
      all === 0
        ? `They begin with ${named(quick)}.`
        : `Together they stand for an estimated ${usd(part)} a month (${String(Math.round((100 * part) / all))} % of everything found). They begin with ${named(quick)}.`,
    urgency: 'None of this needs a new website. It can be done this week, by whoever looks after the site.',
    findings: ids(quick),
  };
};

/** What puts visitors or the company at risk. */
const gravest = ({ findings }: Assessment): Insight | undefined => {
  const grave = findings.filter(({ severity }) => severity === 'critical' || severity === 'high');
  // What the first insight is about already is not said again, where there is something else.
  const dearestArea = groupsOf(findings)[0]?.category;
  const worst = grave.find(({ category }) => category !== dearestArea) ?? grave[0];
  if (worst === undefined) return undefined;
  return {
    title: `${counted(grave.length, 'finding')} ${grave.length === 1 ? 'is' : 'are'} rated critical or high`,
    // Rules of others explain some findings by their title only.
    text: `Among them is “${cut(worst.title, LONGEST)}”.${worst.detail === worst.title ? '' : ` ${cut(worst.detail, LONGEST)}`}`,
    urgency:
      worst.impact === null
        ? WORST[worst.category]
        : `Each month that it stays costs an estimated ${impactText(worst.impact)}.`,
    findings: ids(grave),
  };
};

/** The best and the weakest area, when they lie apart. */
const uneven = ({ categories, findings }: Assessment): Insight | undefined => {
  const scored = CATEGORIES.flatMap((category) => {
    const { score } = categories[category];
    return score === null ? [] : [{ category, score }];
  }).sort((one, other) => one.score - other.score);
  const [weakest, best] = [scored[0], scored.at(-1)];
  if (weakest === undefined || best === undefined) return undefined;
  const own = findings.filter(({ category }) => category === weakest.category);
  const apart = best.score - weakest.score >= 10;
  return {
    title: apart
      ? `${CATEGORY_WORDS[best.category].title} shows what the rest could be`
      : `All areas stand close together, from ${scoreText(weakest.score)} to ${scoreText(best.score)} points`,
    text: `${CATEGORY_WORDS[best.category].title} reaches ${scoreText(best.score)} of 100 points, ${CATEGORY_WORDS[weakest.category].title.toLowerCase()} ${scoreText(weakest.score)}.${own.length === 0 ? '' : ` What holds it back most is ${named(own.slice(0, 1))}.`}`,
    urgency:
      own.length === 0 ? 'Nothing here is urgent: measure again when the site changes.' : WORST[weakest.category],
    findings: ids(own),
  };
};

const actionOf = (finding: Finding): Action => ({
  title: finding.title,
  text: `${finding.fix}${finding.impact === null ? '' : ` Worth an estimated ${usd(finding.impact.estimateUsd)} a month.`}`,
  effort: finding.effort,
  findings: [finding.id],
});

/**
 * Up to three insights and three actions that say nothing but what the findings and scores say. Findings come ordered by impact ÷ effort, so the
 * first three are what pays soonest. With nothing found, or nothing measured, there are fewer: none is made up.
 */
export const ruleInsights = (assessment: Assessment): Insights => {
  const insights = [dearest, gravest, quickest, uneven].flatMap((write) => write(assessment) ?? []);
  return {
    insights: insights.slice(0, MOST),
    actions: assessment.findings.slice(0, MOST).map(actionOf),
    writer: 'rules',
  };
};
