import type { SiteReading } from '../../functions/contacts/contract.ts';
import { judgeTitle } from '../../functions/contacts/persona.ts';
import { createReadWebsite } from '../../functions/contacts/read-website.ts';
import type { Brief } from '../../functions/copy/brief.ts';
import { assignVariant } from '../../functions/copy/experiment.ts';
import { CopyRequest } from '../../functions/copy/generations/copy-request.ts';
import { createGenerateCopy } from '../../functions/copy/generations/generate-copy.ts';
import type { CopyPackage } from '../../functions/copy/generations/generation.ts';
import { packBrief } from '../../functions/copy/generations/pack-brief.ts';
import { profileOf, type SiteProfile } from '../../functions/copy/generations/site-profile.ts';
import { createSupport } from '../../functions/copy/generations/supported-text.ts';
import { ungrounded } from '../../functions/copy/grounding.ts';
import { createOfflineWriter } from '../../functions/copy/offline-writer.ts';
import { createReadSite } from '../../functions/copy/site-pack.ts';
import { createWriteDrafts } from '../../functions/copy/write-drafts.ts';
import { GenerationId, newId, WorkspaceId } from '../../functions/platform/ids.ts';
import { createSafeFetch } from '../../functions/platform/safe-fetch/safe-fetch.ts';
import { systemClock as clock } from '../../functions/platform/time.ts';
import { sampleIcp, sampleOffer, sampleSenderProfile } from '../../lib/local/sample/sample-campaign.ts';
import { createTally, type Measures } from './copy-measures.ts';

/** People that mails of a run are written to where a site comes without any; their names are made up. */
const RECIPIENTS = [
  { firstName: 'Ida', lastName: 'Karlsen', title: 'Managing Director' },
  { firstName: 'Rory', lastName: 'Whelan', title: 'Head of Marketing' },
  { firstName: null, lastName: null, title: null },
] as const;

export type SiteResult = Readonly<{
  url: string;
  outcome: 'written' | 'refused';
  detail: string;
  milliseconds: number;
}>;
export type Evaluation = Measures &
  Readonly<{ sites: number; written: number; refused: number; results: readonly SiteResult[] }>;

/**
 * Writes a complete package for each site, and mails of a run to three people of each, all offline; judges every text by the product's own guards and every claim by
 * what it cites.
 */
export const evaluateCopy = async ({
  urls,
  allowHosts,
  progress,
}: Readonly<{
  urls: readonly string[];
  allowHosts: string;
  progress: (text: string) => void;
}>): Promise<Evaluation> => {
  const kept = new Map<string, string>();
  const files = {
    readText: (key: string) => Promise.resolve(kept.get(key)),
    writeText: (key: string, text: string) => Promise.resolve(void kept.set(key, text)),
  };
  const workspaceId = newId(WorkspaceId, 'ws');
  const readSite = createReadSite({
    readWebsite: createReadWebsite({ fetchPage: createSafeFetch({ allowHosts, clock }), files, clock }),
  });
  const icps = { get: () => Promise.resolve(undefined) };
  const generate = createGenerateCopy({ readSite, modelFor: () => Promise.resolve(undefined), icps, clock });
  const tally = createTally();
  const results: SiteResult[] = [];
  for (const url of urls) {
    progress(`${String(results.length + 1)} of ${String(urls.length)}: ${url}`);
    const began = performance.now();
    const order = { workspaceId, generationId: newId(GenerationId, 'gen'), kind: 'complete' } as const;
    const request = CopyRequest.parse({ websiteUrl: url, writer: 'offline' });
    const generated = await generate({ ...order, request }, () => undefined);
    const milliseconds = performance.now() - began;
    if (!generated.ok) {
      results.push({ url, outcome: 'refused', detail: generated.problem.errorCode, milliseconds });
      continue;
    }
    const read = await readSite({ workspaceId, url });
    if (!read.ok) throw new Error(`${url} was read and then was not: ${read.detail}`);
    const profile = profileOf(read.site);
    measurePackage(tally, generated.result, profile);
    await measureRun(tally, read.site, profile);
    results.push({ url, outcome: 'written', detail: generated.result.companyName, milliseconds });
  }
  const written = results.filter(({ outcome }) => outcome === 'written').length;
  return { ...tally.measures(), sites: urls.length, written, refused: urls.length - written, results };
};

type Tally = ReturnType<typeof createTally>;

const measurePackage = (tally: Tally, { positioning, email, enrichment }: CopyPackage, profile: SiteProfile): void => {
  const problemOf = createSupport(profile);
  for (const { text, passageIds } of [positioning, email, enrichment].flatMap((section) => section?.claims ?? []))
    tally.claim(problemOf(text, passageIds));
  for (const { body, followUp, guards } of email?.variants ?? []) {
    tally.mail(body, guards);
    tally.mail(followUp.body, []);
  }
};

/** Mails as a run writes them: the sample offer, to people of the company whose site it is. */
const measureRun = async (tally: Tally, site: SiteReading, profile: SiteProfile): Promise<void> => {
  const write = createWriteDrafts({ write: createOfflineWriter() });
  const { company } = packBrief(profile, {
    preferences: CopyRequest.parse({ websiteUrl: 'x.example' }).preferences,
    callToAction: '',
  });
  const orders = RECIPIENTS.map((person, at) => {
    const { department, seniority } = judgeTitle(person.title);
    const brief: Brief = {
      company,
      prospect: { ...person, department, seniority },
      passages: site.passages,
      offer: sampleOffer,
      sender: sampleSenderProfile,
      icp: sampleIcp,
      seed: `eval/${site.domain}/${String(at)}`,
    };
    return { brief, variant: assignVariant(`eval ${String(at)}`, site.domain) };
  });
  const written = await write(orders);
  written.forEach(({ chosen, held, costMicroUsd }, at) => {
    const brief = orders[at]?.brief;
    if (brief === undefined) throw new Error('There is a mail without an order');
    const unsupported = [chosen, chosen.followUp].flatMap(({ body, evidence }) => ungrounded(brief, body, evidence));
    tally.recipient(site.domain, chosen, { held, costMicroUsd, offer: sampleOffer, unsupported });
  });
};
