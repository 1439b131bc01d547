import type { BranchResult, Metric } from '../contract.ts';

/** What an index of the web's links and searches knows of a domain; null where it knows nothing. */
export type SeoData = Readonly<{
  /** 0 to 100, by the provider's own reckoning. */
  authority: number | null;
  /** Visits a month from unpaid search. */
  organicTraffic: number | null;
  organicKeywords: number | null;
  backlinks: number | null;
  referringDomains: number | null;
  /** What those visits would cost as advertisements, US dollars a month. */
  trafficValueUsd: number | null;
}>;

/** Asks for a domain. `data` is null when the provider does not know the domain; what it cost is told either way. */
export type SeoDataProvider = Readonly<{
  label: string;
  ask: (
    domain: string,
  ) => Promise<
    Readonly<
      { ok: true; data: SeoData | null; costMicroUsd: number } | { ok: false; reason: string; costMicroUsd: number }
    >
  >;
}>;

export const NO_SEO_KEY = 'A key of an SEO data provider is needed. Store one (PUT /provider-credentials/semrush).';

const metricsOf = (data: SeoData, source: string): Metric[] => [
  { id: 'domain_authority', value: data.authority, unit: 'points', source },
  { id: 'organic_traffic', value: data.organicTraffic, unit: 'visits/month', source },
  { id: 'organic_keywords', value: data.organicKeywords, unit: 'count', source },
  { id: 'backlinks', value: data.backlinks, unit: 'count', source },
  { id: 'referring_domains', value: data.referringDomains, unit: 'count', source },
  { id: 'traffic_value', value: data.trafficValueUsd, unit: 'USD/month', source },
];

const without = (reason: string): BranchResult => ({
  branch: 'seoData',
  status: 'failed',
  reason,
  score: null,
  results: [],
  metrics: [],
  notMeasured: [{ what: 'Authority of the domain and visits from search', reason }],
});

/** The SEO data branch: six metrics without a score, as they say where a domain stands and not what is wrong with its site. */
export const createReadSeoData =
  ({ provider }: Readonly<{ provider: SeoDataProvider | undefined }>) =>
  async (domain: string): Promise<Readonly<{ result: BranchResult; costMicroUsd: number }>> => {
    if (provider === undefined) return { result: without(NO_SEO_KEY), costMicroUsd: 0 };
    const found = await provider.ask(domain);
    const { costMicroUsd } = found;
    if (!found.ok) return { result: without(found.reason), costMicroUsd };
    if (found.data === null) return { result: without(`${provider.label} does not know this domain.`), costMicroUsd };
    const metrics = metricsOf(found.data, provider.label);
    const missing = metrics.filter(({ value }) => value === null);
    return {
      result: {
        branch: 'seoData',
        status: missing.length === 0 ? 'done' : 'partial',
        ...(missing.length === 0 ? {} : { reason: `${provider.label} does not tell everything of this domain.` }),
        score: null,
        results: [],
        metrics,
        notMeasured: missing.map(({ id }) => ({ what: id, reason: `${provider.label} tells nothing of it.` })),
      },
      costMicroUsd,
    };
  };
