import type { RunStore } from '../campaigns/run-store.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import type { SpendLimit } from '../platform/spending.ts';

type Run = Readonly<{ workspaceId: WorkspaceId; runId: RunId }>;

/** That four fifths of a budget are used up, in words for a person. */
export const softWarning = ({ name, capMicroUsd }: Pick<SpendLimit, 'name' | 'capMicroUsd'>): string =>
  `Four fifths of the budget of $${(capMicroUsd / 1_000_000).toFixed(2)} for language models ${name} are used up. When all of it is, the offline writer goes on.`;

const KEPT = 1_000;

export type TellRun = ReturnType<typeof createTellRun>;

/** Warns on a run of what its mails' writing met, each thing once a process: the run keeps a warning once whoever says it. */
export const createTellRun = ({ runs }: { runs: Pick<RunStore, 'addWarning'> }) => {
  const told = new Set<string>();
  const warn = async ({ workspaceId, runId }: Run, warning: string): Promise<void> => {
    const what = `${runId} ${warning}`;
    if (told.has(what)) return;
    if (told.size >= KEPT) told.clear();
    told.add(what);
    await runs.addWarning(workspaceId, runId, warning);
  };
  return {
    /** Budgets of the run or the workspace that come to their end; a single lead's is no news. */
    softLimits: async (run: Run, limits: readonly SpendLimit[]): Promise<void> => {
      for (const limit of limits) if (!limit.scope.startsWith('LEAD#')) await warn(run, softWarning(limit));
    },
    /** Mails that the model did not write, by why. */
    otherWriter: async (run: Run, reasons: readonly string[]): Promise<void> => {
      for (const reason of new Set(reasons))
        await warn(run, `Some mails were written by the offline writer instead of the model (${reason}).`);
    },
  };
};
