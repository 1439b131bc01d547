import * as z from 'zod';
import { Counts as LocalCounts } from '../../bin/cli/run-counts.ts';
import { createTestCampaign, startTestRun, untilRun } from '../support/campaign-client.ts';
import { writeCampaignFiles } from '../support/campaign-files.ts';
import { startLocalSystem } from '../support/local-system.ts';

const Counts = LocalCounts.extend({
  byFunction: z.record(
    z.string(),
    z.object({ invocations: z.number(), readUnits: z.number(), writeUnits: z.number() }),
  ),
  bySqsAction: z.record(z.string(), z.number()),
});
type Counts = z.infer<typeof Counts>;

/** Functions that work for a lead from its discovery to its draft. */
const PREPARING = /DiscoverCompanies|ScoreCompanies|FindContacts|WriteCopy|PlanRun/;

/** What comes after a mail was sent: not part of the write units from import to sent. */
const AFTER_SENDING = /RecordAttribution|CloseRun/;

export type RunCosts = Readonly<{
  leads: number;
  mailed: number;
  seconds: number;
  transitionsPerLead: number;
  invocationsPerLeadToDraft: number;
  sqsRequestsPerLead: number;
  writeUnitsPerLead: number;
  writeUnitsPerMailed: number;
  readUnitsPerLead: number;
  counts: Counts;
}>;

/**
 * Runs a campaign over `leads` companies of which one in four can be mailed (about what a real directory gives), through the whole local system,
 * and says what each lead cost from the import of its row to its sent mail.
 */
export const costsOfRun = async (folder: string, leads: number): Promise<RunCosts> => {
  const system = await startLocalSystem(`${folder}/run-${leads}`);
  try {
    const read = async (): Promise<Counts> => Counts.parse(await (await fetch(`${system.url}/local/counts`)).json());
    const before = await read();
    const campaign = await createTestCampaign(system.api, writeCampaignFiles(folder, leads, 4));
    const { id } = await startTestRun(system.api, campaign.id);
    const ended = await untilRun(system.api, id, (view) => view.endedAt !== null, 600);
    if (ended.status !== 'completed') throw new Error(`The run ended ${ended.status}: ${ended.problem ?? ''}`);
    const after = await read();
    const attributed = Object.entries(after.byFunction)
      .filter(([name]) => AFTER_SENDING.test(name))
      .reduce((sum, [, { writeUnits }]) => sum + writeUnits, 0);
    const since = (name: 'transitions' | 'sqsRequests' | 'writeUnits' | 'readUnits') => after[name] - before[name];
    const preparing = Object.entries(after.byFunction)
      .filter(([name]) => PREPARING.test(name))
      .reduce((sum, [name, { invocations }]) => sum + invocations - (before.byFunction[name]?.invocations ?? 0), 0);
    const mailed = ended.stages.sent;
    return {
      leads,
      mailed,
      seconds: ended.seconds,
      transitionsPerLead: since('transitions') / leads,
      invocationsPerLeadToDraft: preparing / leads,
      sqsRequestsPerLead: since('sqsRequests') / leads,
      writeUnitsPerLead: (since('writeUnits') - attributed) / leads,
      writeUnitsPerMailed: since('writeUnits') / Math.max(1, mailed),
      readUnitsPerLead: since('readUnits') / leads,
      counts: after,
    };
  } finally {
    await system.stop();
  }
};
