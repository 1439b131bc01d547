import { readPlace } from '../discovery/places.ts';
import type { Brief } from './brief.ts';
import { type CompanyClaim, companyClaims } from './company-clause.ts';
import { quoted, spokenName } from './prose.ts';

/** A true sentence about the recipient that a mail can open with, in several wordings of equal worth. */
export type Fact = Readonly<{
  kind: 'headline' | 'line' | 'figure' | 'service' | 'job' | 'news' | 'company' | 'search' | 'finding';
  wordings: readonly [string, ...string[]];
  evidenceIds: readonly string[];
  /** Words for a subject line, when the fact has any. */
  topic: string | null;
}>;

/** Findings a mail opens with at most: the worst are what it is about. */
const MOST_FINDINGS = 3;

/** What our assessment noted of the recipient's website, quoted as it noted it. */
export const findingFacts = ({ report }: Pick<Brief, 'report'>): readonly Fact[] =>
  (report?.findings ?? []).slice(0, MOST_FINDINGS).map(({ id, title }) => {
    const line = quoted(title);
    return {
      kind: 'finding',
      wordings: [
        `A check of your website noted ${line}`,
        `I had your website checked, and the check noted ${line}`,
        `One point from a check of your website: ${line}`,
      ],
      evidenceIds: [`finding:${id}`],
      topic: null,
    };
  });

/** Facts from what a directory or list says of the company. */
export const companyFacts = ({ company }: Pick<Brief, 'company'>): readonly Fact[] =>
  companyClaims(company).map((claim) => ({
    kind: 'company',
    wordings: wordingsOf(claim, spokenName(company.name)),
    evidenceIds: [claim.evidenceId],
    topic: null,
  }));

const wordingsOf = ({ form, text }: CompanyClaim, name: string): Fact['wordings'] => {
  const line = quoted(text);
  switch (form) {
    case 'told':
      return [
        `I read that ${text}`,
        `From what I read, ${text}`,
        `As I understand it, ${text}`,
        `If I have it right, ${text}`,
      ];
    case 'noun':
      return [
        `I found ${name} described as ${line}`,
        `${name}, as I found it described: ${line}`,
        `The short description I found of ${name} is ${line}`,
      ];
    case 'line':
      return [
        `The line I found about ${name} is ${line}`,
        `I found ${name} introduced with the line ${line}`,
        `One line I found about ${name}: ${line}`,
      ];
  }
};

/** Industry names that read well before "companies"; the others are headings of a directory, not words of a sentence. */
const INDUSTRY_WORDS: Readonly<Record<string, string>> = {
  b2b: 'B2B',
  fintech: 'fintech',
  healthcare: 'healthcare',
  'healthcare it': 'healthcare IT',
  education: 'education',
  insurance: 'insurance',
  payments: 'payments',
  security: 'security',
  gaming: 'gaming',
  energy: 'energy',
  climate: 'climate',
  diagnostics: 'diagnostics',
  therapeutics: 'therapeutics',
  'medical devices': 'medical device',
  agriculture: 'agriculture',
  automotive: 'automotive',
  construction: 'construction',
  retail: 'retail',
  marketing: 'marketing',
  analytics: 'analytics',
  'consumer electronics': 'consumer electronics',
  'food and beverage': 'food and beverage',
  'real estate': 'real estate',
  'human resources': 'HR',
  'software development': 'software',
  'it services and it consulting': 'IT services',
  'it system custom software development': 'custom software',
  'it system testing and evaluation': 'software testing',
  'computer and network security': 'security',
  'data security software products': 'data security',
  'manufacturing and robotics': 'robotics',
  'supply chain and logistics': 'logistics',
  industrials: 'industrial',
  consumer: 'consumer',
};

/** How the company was found: by its industry and place, which is what the search asked for. */
export const searchFacts = ({ company }: Pick<Brief, 'company'>): readonly Fact[] => {
  const name = spokenName(company.name);
  const industry = company.industries.flatMap((one) => INDUSTRY_WORDS[one.trim().toLowerCase()] ?? [])[0];
  const city = company.locations.map((one) => readPlace(one).city).find((one) => one !== null) ?? null;
  if (industry === undefined && city === null) return [];
  const companies = `${industry === undefined ? '' : `${industry} `}companies${city === null ? '' : ` in ${city}`}`;
  return [
    {
      kind: 'search',
      wordings: [
        `${name} came up when I looked for ${companies}`,
        `I was looking at ${companies} and came to ${name}`,
        `${name} is one of the ${companies} I had on my list`,
      ],
      evidenceIds: [
        ...(industry === undefined ? [] : ['company:industries']),
        ...(city === null ? [] : ['company:locations']),
      ],
      topic: null,
    },
  ];
};
