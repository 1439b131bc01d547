import { createCopyWorld, fakeModel, PUMPS } from '../support/copy-world.ts';

const MODEL_MS = 3_000;
const OFFLINE_RUNS = 5;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1_000;
};

/** Seconds for a complete package of a site on loopback: the median offline, and with a model that takes 3 s an answer, its sections asked at once. */
export const latencyOfCopy = async (): Promise<Readonly<{ offlineSeconds: number; modelSeconds: number }>> => {
  const pages = { 'acme.example/': PUMPS };
  const ask = { websiteUrl: 'http://acme.example/', refresh: true };
  const offline = await createCopyWorld(pages);
  const times: number[] = [];
  for (let run = 0; run < OFFLINE_RUNS; run += 1) times.push(await timed(() => offline.ask('complete', ask)));
  await offline.close();
  const empty = { uniqueInsight: [], whyUs: [], whyNow: [], valuePropositions: [], uniqueSellingPoints: [] };
  const plan = {
    ...{ industries: [], employees: { min: null, max: null }, businessModels: [], companyTypes: [], fundingStages: [] },
    ...{ places: [], keywords: [], technologies: [], buyingSignals: [], jobTitles: [], departments: [], seniority: [] },
    ...{ buyingRoles: [], personalizationPoints: [] },
  };
  const model = fakeModel({ positioning: empty, email: { variants: [] }, enrichment: plan }, { pause: MODEL_MS });
  const slow = await createCopyWorld(pages, { model });
  const modelSeconds = await timed(() => slow.ask('complete', ask));
  await slow.close();
  return { offlineSeconds: times.sort((a, b) => a - b)[Math.floor(OFFLINE_RUNS / 2)] ?? 0, modelSeconds };
};
