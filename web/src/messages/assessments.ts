import type { Assessment } from '../../../functions/assessment/contract.ts';
import { formatCount } from '../app/format.ts';
import { type Of, plural } from './labels.ts';

type Category = keyof Assessment['categories'];
type Finding = Assessment['findings'][number];

export const assessments = {
  title: 'Assessments',
  intro: 'What was found on websites: speed, security, search, mail, accessibility, looks and words.',
  load: 'read the assessments',
  site: 'Website',
  score: 'Score',
  findings: 'Findings',
  state: 'State',
  when: 'Assessed',
  noScore: 'Not measured',
  status: { running: 'Under way', completed: 'Done', failed: 'Failed' } satisfies Of<Assessment['status']>,
  emptyTitle: 'No assessments yet',
  emptyText: 'Assess a website here, or let a campaign that offers the report assess those of its leads.',
  start: 'Assess a website',
  startTitle: 'Assess a website',
  startText: 'Up to eight pages are read. It takes a minute and a half at most.',
  address: 'Address',
  addressHint: 'For example https://www.example.com',
  addressNeeded: 'Write the address of a website.',
  startFailed: 'start the assessment',
} as const;

export const assessment = {
  load: 'read the assessment',
  running: 'The website is being read. This page shows the result by itself.',
  failed: 'This website could not be assessed',
  overall: 'Overall',
  scores: 'Scores',
  category: 'Category',
  checks: 'Checks passed',
  checksOf: (passed: number, all: number) => `${formatCount(passed)} of ${formatCount(all)}`,
  name: {
    performance: 'Performance',
    security: 'Security',
    seo: 'Search',
    email: 'Mail domain',
    accessibility: 'Accessibility',
    visual: 'Looks',
    presence: 'Business profile',
    content: 'Words',
  } satisfies Of<Category>,
  impact: (low: string, high: string) => `Worth ${low} to ${high} a month`,
  impactTotal: 'All findings together',
  impactNotes: 'What the amounts rest on',
  findings: (n: number) => plural(n, 'finding', 'findings'),
  noFindings: 'Nothing was found that needs mending.',
  fix: 'How to mend it',
  severity: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } satisfies Of<Finding['severity']>,
  effort: { minutes: 'minutes of work', hours: 'hours of work', days: 'days of work' } satisfies Of<Finding['effort']>,
  source: 'Where the rule comes from',
  notMeasured: 'Not measured',
  technologies: 'Built with',
} as const;
