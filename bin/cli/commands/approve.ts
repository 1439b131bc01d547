import * as z from 'zod';
import { type Context, defineCommand, needed } from '../command.ts';
import { followRun } from '../follow-run.ts';
import { readCounts } from '../run-counts.ts';
import { reportRun } from '../run-report.ts';

const Approved = z.object({ approved: z.int() });

const approve = async (context: Context, runId: string): Promise<number> => {
  const { api, terminal } = context;
  const before = await readCounts(api.url);
  const { approved } = await api.call('POST', `/runs/${encodeURIComponent(runId)}/approve`, Approved);
  terminal.line(`${approved} messages approved.`);
  return reportRun(context, await followRun(api, terminal, runId), before);
};

export const approveCommand = defineCommand({
  name: 'approve',
  usage: `  throughline approve RUN [--json]
      Approve every message of a run that waits for a reviewer, and follow it to the end.`,
  options: {},
  prepare: (_values, [subject]) => {
    const runId = needed('The run to approve', subject);
    return { needs: 'system', run: (context) => approve(context, runId) };
  },
});
