import * as z from 'zod';
import { type RunView, STAGES } from '../../functions/campaigns/contract.ts';

const Counts = z.object({
  transitions: z.number(),
  lambdaInvocations: z.number(),
  sqsRequests: z.number(),
  writeUnits: z.number(),
  readUnits: z.number(),
});
export type Counts = z.infer<typeof Counts>;

/** What the local system has counted so far, or null on a system that does not count (AWS: see CloudWatch). */
export const readCounts = async (url: string): Promise<Counts | null> => {
  const answer = await fetch(`${url}/local/counts`).catch(() => undefined);
  if (answer?.ok !== true) return null;
  return Counts.safeParse(await answer.json().catch(() => undefined)).data ?? null;
};

export const countsBetween = (before: Counts | null, after: Counts | null): Counts | null =>
  before === null || after === null
    ? null
    : {
        transitions: after.transitions - before.transitions,
        lambdaInvocations: after.lambdaInvocations - before.lambdaInvocations,
        sqsRequests: after.sqsRequests - before.sqsRequests,
        writeUnits: after.writeUnits - before.writeUnits,
        readUnits: after.readUnits - before.readUnits,
      };

/** The one object that `--json` prints. */
export const runJson = (run: RunView, counts: Counts | null) => ({
  runId: run.id,
  status: run.status,
  stages: run.stages,
  dropped: run.dropped,
  recipients: run.recipients,
  costUsd: run.costUsd,
  seconds: run.seconds,
  counts,
});

const BAR_WIDTH = 32;

/** A run's funnel as lines of text: stages with bars, what was dropped and why, recipients by state, cost, where to look. */
export const funnelLines = (run: RunView, url: string): string[] => {
  const most = Math.max(1, ...STAGES.map((stage) => run.stages[stage]));
  const lines = [`Run ${run.id}: ${run.status}${run.problem === null ? '' : ` (${run.problem})`}`, ''];
  for (const stage of STAGES) {
    const n = run.stages[stage];
    const bar = '█'.repeat(Math.ceil((n / most) * BAR_WIDTH));
    lines.push(`  ${stage.padEnd(11)}${String(n).padStart(7)}  ${bar}`);
  }
  lines.push(...section('Left out', run.dropped), ...section('Recipients', run.recipients.byState));
  for (const warning of run.warnings) lines.push('', `Note: ${warning}`);
  lines.push(
    '',
    `Outside cost $${run.costUsd.toFixed(4)} of at most $${run.costCapUsd.toFixed(2)}; ${run.seconds} s; ${run.mode} mode${
      run.mode === 'sandbox' ? `, clock × ${run.clockFactor}` : ''
    }.`,
    `Look at it: ${url}/runs/${run.id}   Sent mail: ${url}/local/inbox`,
  );
  return lines;
};

const section = (title: string, counts: Readonly<Partial<Record<string, number>>>): string[] => {
  const rows = Object.entries(counts).sort(([, a = 0], [, b = 0]) => b - a);
  if (rows.length === 0) return [];
  return ['', `${title}:`, ...rows.map(([name, n = 0]) => `  ${String(n).padStart(7)}  ${name.replaceAll('_', ' ')}`)];
};
