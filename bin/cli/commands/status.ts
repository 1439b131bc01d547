import { campaignRoutes, RunView } from '../../../functions/campaigns/contract.ts';
import { type Context, defineCommand } from '../command.ts';
import { funnelLines } from '../run-report.ts';

const tellRun = async ({ api, print, json }: Context, runId: string): Promise<number> => {
  const view = await api.call('GET', `/runs/${encodeURIComponent(runId)}`, RunView);
  if (json) print(JSON.stringify(view));
  else for (const line of funnelLines(view, api.url)) print(line);
  return 0;
};

const tellRuns = async ({ api, print, json }: Context): Promise<number> => {
  const { items } = await api.call('GET', '/runs?limit=20', campaignRoutes.listRuns.response);
  if (json) print(JSON.stringify(items));
  else if (items.length === 0) print('No runs yet. Start one with `throughline run`.');
  else
    for (const view of items)
      print(
        `${view.id}  ${view.status.padEnd(18)} ${view.startedAt}  discovered ${view.stages.discovered}, sent ${view.stages.sent}`,
      );
  return 0;
};

export const statusCommand = defineCommand({
  name: 'status',
  usage: `  throughline status [RUN] [--json]
      The newest runs, or one run's funnel.`,
  options: {},
  prepare: (_values, [runId]) => ({
    needs: 'system',
    run: (context) => (runId === undefined ? tellRuns(context) : tellRun(context, runId)),
  }),
});
