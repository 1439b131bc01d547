import { sampleSites } from '../../../lib/local/sample/sites.ts';
import { startSampleSites } from '../../../lib/local/sample/sites-server.ts';
import { defineCommand, type Output } from '../command.ts';
import { type Evaluation, evaluateCopy } from '../copy-evaluation.ts';
import { type ServedSites, serveFolderOfSites } from '../folder-sites.ts';

const serveSample = async (): Promise<ServedSites> => {
  const { allowHosts, close } = await startSampleSites({ port: 0 });
  return { urls: [...sampleSites().keys()].map((host) => `http://${host}/`), allowHosts, close };
};

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const told = ({ min, median, p90, max }: Evaluation['words']): string =>
  `${String(min)} least, ${String(median)} median, ${String(p90)} at nine in ten, ${String(max)} most`;

const table = (result: Evaluation): readonly string[] => [
  `sites written / refused        ${String(result.written)} / ${String(result.refused)}`,
  `grounded claims (bar 100 %)    ${percent(result.groundedClaimRate)} of ${String(result.claims)}`,
  `mails that pass every guard    ${percent(result.guardPassRate)} of ${String(result.mails)}`,
  `phrases repeated elsewhere     ${percent(result.repetitionRate)}`,
  `words of a mail                ${told(result.words)}`,
  `reading level (US grade)       ${told(result.grade)}`,
  `cost a lead                    $${result.costPerLeadUsd.toFixed(4)}`,
  ...result.results
    .filter(({ outcome }) => outcome === 'refused')
    .map(({ url, detail }) => `refused                        ${url} ${detail}`),
  ...Object.entries(result.failures).map(
    ([guard, count]) => `failed                         ${guard}: ${String(count)}`,
  ),
];

const evaluate = async ({ print, json, terminal }: Output, folder: string | undefined): Promise<number> => {
  const sites = folder === undefined ? await serveSample() : await serveFolderOfSites(folder);
  try {
    const result = await evaluateCopy({ ...sites, progress: terminal.progress });
    terminal.progressDone();
    if (json) print(JSON.stringify(result));
    else for (const line of table(result)) print(line);
    return result.groundedClaimRate === 1 ? 0 : 1;
  } finally {
    await sites.close();
  }
};

export const evalCopyCommand = defineCommand({
  name: 'eval copy',
  usage: `  throughline eval copy [--sites DIR] [--json]
      How good the offline writer's copy is over the sample sites, or over a folder of sites served on loopback for
      its duration: grounded claims, guards passed, repetition, length, reading level, cost. Exit 1 below the bar.`,
  options: { sites: { type: 'string' } },
  prepare: ({ sites }) => ({ needs: 'nothing', run: (output) => evaluate(output, sites) }),
});
