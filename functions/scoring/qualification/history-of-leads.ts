import type { Instant } from '../../platform/time.ts';
import { type History, type LeadFacts, statedText } from './history.ts';

/** A lead of the past: what was known of it, what came of it, and when it became one (null: not known). */
export type PastLead = Readonly<{ facts: LeadFacts; converted: boolean; at: Instant | null }>;

/** Leads as a history; times count only when every lead has one. */
export const historyOfLeads = (leads: readonly PastLead[]): History => {
  const names = [...new Set(leads.flatMap(({ facts }) => Object.keys(facts)))];
  const times = leads.flatMap(({ at }) => (at === null ? [] : [Date.parse(at)]));
  return {
    columns: names.map((name) => ({ name, values: leads.map(({ facts }) => statedText(facts[name])) })),
    outcomes: Uint8Array.from(leads, ({ converted }) => (converted ? 1 : 0)),
    times: times.length === leads.length ? Float64Array.from(times) : null,
  };
};
