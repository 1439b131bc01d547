import { createTellRun } from '../../../functions/copy/tell-run.ts';
import { leadLimit, runLimit } from '../../../functions/copy/workspace-model.ts';
import { newId, RunId, WorkspaceId } from '../../../functions/platform/ids.ts';

const run = { workspaceId: newId(WorkspaceId, 'ws'), runId: newId(RunId, 'run') };
const telling = () => {
  const told: string[] = [];
  const tellRun = createTellRun({ runs: { addWarning: async (_workspace, _run, warning) => void told.push(warning) } });
  return { told, tellRun };
};

test('a run is warned once of a budget that comes to its end, and not of a single lead’s', async () => {
  const { told, tellRun } = telling();
  const limits = [leadLimit(run.runId, 'one.com', 2.5), runLimit(run.runId, 10)];
  await tellRun.softLimits(run, limits);
  await tellRun.softLimits(run, limits);
  expect(told).toEqual([
    'Four fifths of the budget of $10.00 for language models in this run are used up. When all of it is, the offline writer goes on.',
  ]);
  await tellRun.softLimits({ ...run, runId: newId(RunId, 'run') }, limits);
  expect(told).toHaveLength(2);
});

test('a run is told why the model did not write, each reason once', async () => {
  const { told, tellRun } = telling();
  await tellRun.otherWriter(run, ['claude: budget', 'claude: budget', 'claude: overloaded']);
  await tellRun.otherWriter(run, ['claude: budget']);
  await tellRun.otherWriter(run, []);
  expect(told).toEqual([
    'Some mails were written by the offline writer instead of the model (claude: budget).',
    'Some mails were written by the offline writer instead of the model (claude: overloaded).',
  ]);
});
