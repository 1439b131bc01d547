import type { Brief, Writer, Written } from './brief.ts';
import type { Draft, Variant } from './contract.ts';
import { failedGuard, judgeDraft } from './guards.ts';

/** A mail ready to be stored: the variant to send, the others for the reviewer, and why it must be reviewed, if it must. */
export type WrittenMail = Readonly<{
  chosen: Draft;
  others: readonly Draft[];
  /** The guard that it failed twice, with its reason; null when it may be sent. */
  held: string | null;
  costMicroUsd: number;
  /** Why it was not written by the writer that was asked for. */
  warning: string | null;
}>;

/**
 * Has a mail written and judged. A variant that fails a guard is written once more with another seed; failing again, it is held for review with the reason
 * (spec/copy.md, "Email writing inside a run").
 */
export const createWriteDrafts =
  ({ write }: { write: Writer }) =>
  async (brief: Brief, variant: Variant): Promise<WrittenMail> => {
    const judged = (drafts: readonly Written[], by: Brief): readonly Draft[] =>
      drafts.map((draft) => ({ ...draft, guards: judgeDraft(draft, by) }));
    const first = await write(brief);
    const drafts = judged(first.drafts, brief);
    const chosen = drafts.find((draft) => draft.variant === variant);
    if (chosen !== undefined && failedGuard(chosen.guards) === undefined)
      return {
        chosen,
        others: drafts.filter((draft) => draft !== chosen),
        held: null,
        costMicroUsd: first.costMicroUsd,
        warning: first.warning,
      };

    const second = { ...brief, seed: `${brief.seed}/again` };
    const again = await write(second);
    const rewritten = judged(again.drafts, second);
    const better = rewritten.find((draft) => draft.variant === variant) ?? chosen;
    if (better === undefined) throw new Error(`The writer gave no draft for the variant ${variant}`);
    return {
      chosen: better,
      others: rewritten.filter((draft) => draft !== better),
      held: failedGuard(better.guards) ?? null,
      costMicroUsd: first.costMicroUsd + again.costMicroUsd,
      warning: again.warning ?? first.warning,
    };
  };
