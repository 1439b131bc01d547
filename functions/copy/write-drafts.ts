import type { MicroUsd } from '../platform/money.ts';
import type { Brief, Writer, WriterAnswer } from './brief.ts';
import type { Draft, Variant } from './contract.ts';
import { failedGuard, faultsOf, judgeDraft, judgeFollowUp } from './guards.ts';

/** A mail ready to be stored: the variant to send, the others for the reviewer, and why it must be reviewed, if it must. */
export type WrittenMail = Readonly<{
  chosen: Draft;
  others: readonly Draft[];
  /** The guard that it failed twice, with its reason; null when it may be sent. */
  held: string | null;
  costMicroUsd: MicroUsd;
  /** Why it was not written by the writer that was asked for. */
  warning: string | null;
}>;

/** A mail to be written: from what, and which of its variants is to be sent. */
export type Order = Readonly<{ brief: Brief; variant: Variant }>;

/**
 * Has mails written and judged, each with its follow-up. One whose chosen variant fails a guard is written once more, with another seed and the reasons; failing again, it
 * is held for review with the reason (spec/copy.md, "Email writing inside a run"). Gives the mails in the order of their orders.
 */
export const createWriteDrafts =
  ({ write }: { write: Writer }) =>
  async (orders: readonly Order[]): Promise<readonly WrittenMail[]> => {
    const first = await write(orders.map(({ brief }) => brief));
    const mails = orders.map((order, at) => judgeMail(order, answerAt(first, at)));
    const failing = mails.flatMap((mail, at) => (mail?.held === null ? [] : [at]));
    if (failing.length === 0) return mails.flatMap((mail) => mail ?? []);

    const repeated = failing.map((at): Order => {
      const { brief, variant } = orderAt(orders, at);
      const mail = mails[at];
      return {
        variant,
        brief: { ...brief, seed: `${brief.seed}/again`, faults: mail === undefined ? [] : faultsOf(mail.chosen) },
      };
    });
    const again = await write(repeated.map(({ brief }) => brief));
    const mended = new Map(failing.map((at, nth) => [at, judgeMail(orderAt(repeated, nth), answerAt(again, nth))]));
    return orders.map(({ variant }, at) => {
      const [before, after] = [mails[at], mended.get(at)];
      const mail = after ?? before;
      if (mail === undefined) throw new Error(`The writer gave no draft for the variant ${variant}`);
      return after === undefined
        ? mail
        : {
            ...mail,
            costMicroUsd: mail.costMicroUsd + answerAt(first, at).costMicroUsd,
            warning: mail.warning ?? answerAt(first, at).warning,
          };
    });
  };

/** A writer's answer with what the guards say of it; undefined when the variant to be sent is not among it. */
const judgeMail = (
  { brief, variant }: Order,
  { drafts, costMicroUsd, warning }: WriterAnswer,
): WrittenMail | undefined => {
  const judged = drafts.map(
    (draft): Draft => ({
      ...draft,
      guards: judgeDraft(draft, brief),
      followUp: { ...draft.followUp, guards: judgeFollowUp(draft, brief) },
    }),
  );
  const chosen = judged.find((draft) => draft.variant === variant);
  if (chosen === undefined) return undefined;
  return {
    chosen,
    others: judged.filter((draft) => draft !== chosen),
    held: failedGuard(chosen) ?? null,
    costMicroUsd,
    warning,
  };
};

const answerAt = (answers: readonly WriterAnswer[], at: number): WriterAnswer => {
  const answer = answers[at];
  if (answer === undefined) throw new Error('The writer gave fewer answers than it had briefs');
  return answer;
};
const orderAt = (orders: readonly Order[], at: number): Order => {
  const order = orders[at];
  if (order === undefined) throw new Error('There is no such order');
  return order;
};
