import { createSeededRandom } from '../../../../functions/platform/seeded-random.ts';
import { type History, statedText } from '../../../../functions/scoring/qualification/history.ts';

/** One lead of an invented business: what is known of it, what was noted later, and what came of it. */
export type InventedLead = Readonly<{
  facts: Readonly<Record<string, string>>;
  probability: number;
  converted: boolean;
}>;

const INDUSTRIES = ['Software', 'Retail', 'Logistics', 'Finance'] as const;

/**
 * Leads whose chance follows from industry, headcount and visits by a known rule, visits counting for half as much in logistics (what a sum
 * of effects cannot say and a tree can). "Notes" carries nothing, "Deal value" is written down when the deal is made.
 */
export const inventedLeads = (count: number, seed: number): InventedLead[] => {
  const random = createSeededRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const industry = INDUSTRIES[Math.floor(random() * INDUSTRIES.length)] ?? 'Software';
    const headcount = Math.round(10 ** (1 + 3 * random()));
    const visits = Math.floor(random() * 12);
    const weight = industry === 'Logistics' ? 0.1 : 0.35;
    const margin =
      -2.2 + weight * visits + (industry === 'Software' ? 1.4 : 0) + (headcount > 50 && headcount < 800 ? 1.2 : -0.6);
    const probability = 1 / (1 + Math.exp(-margin));
    const converted = random() < probability;
    const created = new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString();
    return {
      probability,
      converted,
      facts: {
        'Lead ID': `L-${String(at + 1000)}`,
        Created: created,
        Industry: industry,
        Headcount: random() < 0.1 ? '' : String(headcount),
        Visits: String(visits),
        Notes: random() < 0.5 ? 'Select' : 'Yes',
        Region: 'EU',
        'Deal value': converted ? String(1_000 + Math.floor(random() * 500)) : '',
      },
    };
  });
};

export const csvOf = (leads: readonly InventedLead[], target = 'Converted'): string => {
  const names = Object.keys(leads[0]?.facts ?? {});
  const lines = leads.map(({ facts, converted }) =>
    [...names.map((name) => facts[name] ?? ''), converted ? '1' : '0'].join(','),
  );
  return [[...names, target].join(','), ...lines].join('\n');
};

/** The columns that may be learned from, without the time. */
export const historyOf = (
  leads: readonly InventedLead[],
  columns = ['Industry', 'Headcount', 'Visits', 'Notes'],
): History => ({
  columns: columns.map((name) => ({ name, values: leads.map(({ facts }) => statedText(facts[name])) })),
  outcomes: Uint8Array.from(leads, ({ converted }) => (converted ? 1 : 0)),
  times: null,
});
