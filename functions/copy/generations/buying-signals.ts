import type { IcpCriteria } from '../../campaigns/icp.ts';
import { countWords, quoted } from '../prose.ts';
import { by, type Collected } from './collection-methods.ts';
import type { Enrichment } from './copy-results.ts';
import type { SiteProfile } from './site-profile.ts';
import { isLabel, type Roles } from './statement-roles.ts';

type Signal = Enrichment['buyingSignals'][number] & Readonly<{ passageIds: readonly string[] }>;
type Technology = Readonly<{ name: string }>;

/** What would make a company of the ICP buy now, most telling first; each with the question that one of our sources answers. */
export const buyingSignals = (
  { passages }: SiteProfile,
  { problems }: Roles,
  { growth, fundingStages, persona, headcount }: IcpCriteria,
  technologies: readonly Technology[],
): readonly Signal[] => [
  ...problems.slice(0, 2).map(
    ({ text, passageId }): Signal => ({
      title: 'Has the problem that the website describes',
      description: `The website has these words for it: ${quoted(text)}`,
      type: 'need',
      priority: 'high',
      detectionMethod: 'Read the company’s own pages and look for the same words.',
      passageIds: [passageId],
      ...by('website.pages'),
    }),
  ),
  hiring(persona.departments),
  ...(growth || (headcount.min ?? 0) >= 10 ? [GROWTH] : []),
  ...(fundingStages.length > 0 ? [funding(fundingStages)] : []),
  ...technologies.slice(0, 2).map(({ name }) => technology(name)),
  NEWS,
  ...(passages.some(({ text }) => ABOUT_WEBSITES.test(text)) ? [SLOW_WEBSITE] : []),
];

/** Sellers to whom it matters how their customers' websites do. */
const ABOUT_WEBSITES =
  /\b(?:web ?design|web ?sites? (?:for|that|we)|web ?shops?|online shops?|page speed|load(?:ing)? times?|seo|search engines?|e-?commerce|conversion rates?|storefronts?)\b/i;

const cites = { passageIds: [] as readonly string[] };

const hiring = (departments: readonly string[]): Signal => {
  const where = departments.filter((one) => one !== 'other' && one !== 'executive').slice(0, 3);
  const team =
    where.length === 0
      ? ''
      : ` in ${where.map((one) => (one.length === 2 ? one.toUpperCase() : one.replaceAll('_', ' '))).join(' or ')}`;
  return {
    title: `Is hiring${team}`,
    description: `An open position${team} says that there is work which the present team does not get done.`,
    type: 'hiring',
    // A position anywhere in the company says little of what is sold.
    priority: where.length === 0 ? 'low' : 'high',
    detectionMethod: 'Read the careers page and keep the titles of open positions with their date.',
    ...cites,
    ...by('website.careers_page'),
  };
};

const GROWTH: Signal = {
  title: 'Has grown in the last year',
  description: 'More people than a year ago means that what worked for fewer is being looked at again.',
  type: 'growth',
  priority: 'medium',
  detectionMethod: 'Compare the headcount of today with that of twelve months ago.',
  ...cites,
  ...by('crustdata.company_enrich'),
};

const funding = (stages: readonly string[]): Signal => ({
  title: 'Has raised money lately',
  description: `A round (${stages.slice(0, 3).join(', ')}) within the last twelve months comes with plans and a budget for them.`,
  type: 'funding',
  priority: 'high',
  detectionMethod: 'Ask for the last round’s type and date and keep those within twelve months.',
  ...cites,
  ...by('crustdata.company_search'),
});

const technology = (name: string): Signal => ({
  title: `Uses ${name}`,
  description: `The website speaks of ${name}, so a company that uses it can be told how the two fit together.`,
  type: 'technology',
  priority: 'medium',
  detectionMethod: `Look for ${name} in the company’s page code and among its known technologies.`,
  ...cites,
  ...by('crustdata.company_enrich'),
});

const NEWS: Signal = {
  title: 'Has published news within three months',
  description: 'A new site, product or customer is a reason to write that the reader knows to be true.',
  type: 'news',
  priority: 'medium',
  detectionMethod: 'Read the news page and keep headlines with a date of the last three months.',
  ...cites,
  ...by('website.news_page'),
};

const SLOW_WEBSITE: Signal = {
  title: 'Has a slow website',
  description:
    'A page that takes more than four seconds to show its main content costs visitors, and its owner can check it.',
  type: 'website',
  priority: 'low',
  detectionMethod: 'Measure the largest contentful paint of the home page on a phone.',
  ...cites,
  ...by('pagespeed.run'),
};

type Point = Enrichment['personalizationPoints'][number];

/** What a mail to one company can be about, best first, and how it leads to what the seller offers. */
export const personalizationPoints = ({ name }: SiteProfile, { values }: Roles): readonly Point[] => {
  // A short label names a thing; a longer one is a line of its own.
  const theme = values.map(({ heading }) => heading).find((heading) => isLabel(heading) && countWords(heading) <= 2);
  const lead = theme === undefined || theme === null ? `what ${name} does` : quoted(theme);
  const point = (what: string, use: string, collected: Collected): Point => ({ point: what, use, ...collected });
  return [
    point(
      'The first line of their home page',
      `Quote it word for word, then say in one sentence how it touches on ${lead}.`,
      by('website.pages'),
    ),
    point(
      'Their newest headline',
      'Name the headline as the reason for writing today; leave it out when it is older than three months.',
      by('website.news_page'),
    ),
    point(
      'A position they want to fill',
      `Name the title, then ask whether ${lead} would take work off whoever fills it.`,
      by('website.careers_page'),
    ),
    point(
      'Who is responsible by name and title',
      'Write to that person and say why to them; never guess a name.',
      by('website.team_page'),
    ),
    point(
      'How the team has grown',
      'Give both figures and their dates, and ask what changed with it.',
      by('crustdata.company_enrich'),
    ),
    point(
      'Their place',
      'Mention it only where the seller has a customer or an office nearby.',
      by('google-places.text_search'),
    ),
  ];
};
