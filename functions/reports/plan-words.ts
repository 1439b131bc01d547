import type { Effort } from '../assessment/contract.ts';

/** When to mend what takes how much. */
export const PLAN_WORDS: Readonly<Record<Effort, Readonly<{ title: string; about: string }>>> = {
  minutes: { title: 'Quick wins: this week', about: 'Under an hour each, by whoever looks after the site.' },
  hours: { title: 'Next: this month', about: 'Some hours each.' },
  days: { title: 'Then: this quarter', about: 'Some days each; worth planning.' },
};
