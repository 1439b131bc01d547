import { CATEGORY_WEIGHTS } from '../assessment/category-weights.ts';
import { CATEGORIES, SEVERITIES } from '../assessment/contract.ts';
import { LOSS_RATES, SEVERITY_WEIGHTS } from '../assessment/impact/loss-rates.ts';
import type { ReportContent } from './content.ts';
import type { Row } from './impact-facts.ts';
import { CATEGORY_WORDS, momentText, SEVERITY_WORDS } from './words.ts';

export type MethodPart = Readonly<{ title: string; texts: readonly string[]; rows: readonly Row[] }>;

const percent = (part: number): string => `${(Math.round(part * 1_000) / 10).toString()} %`;

/** How the report came about, in parts: what was read, how scores and amounts are made. */
export const methodParts = ({ assessment, insights }: ReportContent): readonly MethodPart[] => [
  {
    title: 'What was looked at',
    texts: [
      `The pages of ${assessment.finalUrl} were read as a visitor’s browser reads them, at most eight of them, on ${momentText(assessment.startedAt)}. Nothing was changed, no form was sent, and no page was read that the site asks robots to leave alone.`,
      'A site can answer differently at another time or place. Every finding names what was seen and where, so that it can be checked.',
    ],
    rows: [],
  },
  {
    title: 'How scores are made',
    texts: [
      `Each area is a set of published rules (version ${assessment.rulesVersion}); each rule has a weight and either passes or fails on evidence. What could not be measured is left out of a score and never counts as zero. The overall score is the mean of the areas that were measured, weighted so:`,
    ],
    rows: [
      [
        'Weights',
        CATEGORIES.map((category) => `${CATEGORY_WORDS[category].title} ${String(CATEGORY_WEIGHTS[category])}`).join(
          ' · ',
        ),
      ],
      ['Bands', 'Good from 80 points, needs work from 50, poor below'],
    ],
  },
  {
    title: 'How amounts are made',
    texts: [
      'Revenue a month × loss rate of the area × weight of the severity × share of revenue that begins online. Findings of one area lose the same visitors, so together they cost less than their sum. Loss rates are assumptions of the order that studies found for their subject:',
    ],
    rows: [
      ...CATEGORIES.map(
        (category): Row => [
          `${CATEGORY_WORDS[category].title}: ${percent(LOSS_RATES[category].critical)}`,
          LOSS_RATES[category].why,
        ],
      ),
      [
        'Weight of the severity',
        SEVERITIES.map((severity) => `${SEVERITY_WORDS[severity].title} ${percent(SEVERITY_WEIGHTS[severity])}`).join(
          ' · ',
        ),
      ],
    ],
  },
  {
    title: 'Who wrote the words',
    texts: [
      insights.writer === 'rules'
        ? 'All sentences about this site are made from its findings by fixed rules.'
        : `The three insights were worded by a language model (${insights.writer}) from the findings; every number in them was checked against the findings they rest on. All else is made by fixed rules.`,
    ],
    rows: [],
  },
];

/** What a report of this kind cannot say. */
export const LIMITS: readonly string[] = [
  'It looks from outside: what lies behind a sign-in, in an account or in the code that runs on a server is not seen.',
  'It is one look at one time. Speed varies from visit to visit.',
  'Automatic checks find part of what keeps people with disabilities out; a person has to look for the rest.',
  'It is no legal advice and no penetration test.',
];

export const GLOSSARY: readonly Row[] = [
  ['95 % interval', 'The range within which a value lies in nineteen cases of twenty.'],
  [
    'Accessibility',
    'That everybody can use a site, also with a screen reader, a keyboard alone or weak sight. Measured against WCAG 2.1.',
  ],
  ['Canonical address', 'The one address of a page that search engines should show when it can be reached by several.'],
  ['CDN', 'Servers near the visitors that keep copies of pages and pictures.'],
  [
    'Certificate',
    'Proof that a browser talks to the site it means to, and the key with which the connection is encrypted.',
  ],
  ['Core Web Vitals', 'Google’s three measures of a page’s speed: LCP, INP and CLS.'],
  ['CLS', 'Cumulative Layout Shift: how much a page jumps while it loads. Good is 0.1 or less.'],
  ['Content Security Policy', 'A header that says which scripts a page may run; it stops most injected code.'],
  [
    'DKIM, SPF, DMARC',
    'Entries in a domain’s DNS that show which mail truly comes from it, and what to do with the rest.',
  ],
  ['FCP', 'First Contentful Paint: when the first text or picture is seen.'],
  ['HSTS', 'A header that tells browsers to come back encrypted only.'],
  ['LCP', 'Largest Contentful Paint: when the main part of a page is seen. Good is 2.5 seconds or less.'],
  ['Meta description', 'The sentence about a page that search engines may show below its title.'],
  ['Online dependence', 'The share of revenue that begins on the website.'],
  ['Open Graph', 'Data in a page that say how it looks when it is shared.'],
  ['robots.txt', 'A file that tells search engines which pages to leave alone.'],
  ['Severity', 'How much harm a finding does: critical, high, medium or low.'],
  ['Structured data', 'Facts in a page in a form that search engines read, such as address and opening hours.'],
  ['TBT', 'Total Blocking Time: how long a page does not answer while it loads.'],
  ['TLS', 'The encryption of a connection; the browser shows it as a padlock.'],
];
