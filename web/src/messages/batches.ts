import type { AssessmentBatch } from '../../../functions/assessment/batch-contract.ts';
import { formatCount, formatUnitUsd, formatUsd } from '../app/format.ts';
import { type Of, plural } from './labels.ts';

export const batches = {
  title: 'Websites of the leads',
  load: 'read the assessments of the leads',
  started: 'Started',
  state: 'State',
  progress: 'Progress',
  cost: 'Cost',
  actions: 'Actions',
  batchStatus: { running: 'Under way', completed: 'Done', cancelled: 'Stopped' } satisfies Of<
    AssessmentBatch['status']
  >,
  progressOf: (done: number, all: number) => `${formatCount(done)} of ${plural(all, 'website', 'websites')}`,
  couldNot: (n: number) => `${formatCount(n)} could not be read`,
  costOf: (cost: number, estimate: number) => `${formatUsd(cost)}, estimated ${formatUsd(estimate)}`,
  emptyTitle: 'No website was assessed in one go yet',
  emptyText:
    'Assess the websites of the qualified leads, the best first, for findings to write about and reports to offer.',
  start: 'Assess the leads',
  startTitle: 'Assess the websites of the leads',
  limit: 'At most so many leads',
  limitHint: 'The best leads come first.',
  limitNeeded: 'Write a number from 1 to 10,000.',
  estimate: 'What it takes',
  estimateFailed: 'estimate what it takes',
  estimating: 'Counting the leads',
  leads: 'Websites',
  price: 'Cost',
  free: 'Nothing: no provider that charges has a key',
  between: (low: number, high: number) => `${formatUsd(low)} to ${formatUsd(high)}`,
  perLead: (provider: string, usd: number) => `${provider}: ${formatUnitUsd(usd)} a lead`,
  time: 'Time',
  minutes: (n: number) => `At most ${plural(n, 'minute', 'minutes')}`,
  noLeads: 'This campaign has no qualified leads. Run it first.',
  startFailed: 'start the assessments',
  cancel: 'Stop',
  cancelFailed: 'stop the assessments',
  resume: 'Go on',
  resumeFailed: 'go on with the assessments',
} as const;
