import { type RunView, STAGES } from '../../functions/campaigns/contract.ts';
import type { Context } from './command.ts';
import { type Counts, countsBetween, readCounts } from './run-counts.ts';

/** The one object that `--json` prints. */
const runJson = (run: RunView, counts: Counts | null) => ({
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

/** Tells a run that ended or waits, as its funnel or as JSON. Gives the exit code: 0 when it completed or waits for a reviewer. */
export const reportRun = async (
  { api, terminal, print, json }: Context,
  run: RunView,
  before: Counts | null,
): Promise<number> => {
  const counts = countsBetween(before, await readCounts(api.url));
  if (json) print(JSON.stringify(runJson(run, counts)));
  else for (const line of funnelLines(run, api.url)) print(line);
  if (run.status === 'awaiting_approval')
    terminal.line(`Messages wait for a reviewer: ${api.url}/runs/${run.id}, or \`throughline approve ${run.id}\`.`);
  return run.status === 'completed' || run.status === 'awaiting_approval' ? 0 : 1;
};
