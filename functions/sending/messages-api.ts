import { createReadPlan } from '../campaigns/run-plan.ts';
import { createRunStore } from '../campaigns/run-store.ts';
import { createCompanyStore } from '../discovery/company-store.ts';
import type { Files } from '../platform/files.ts';
import type { Handlers } from '../platform/http/api.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import { sendingRoutes } from './contract.ts';
import { createDraftBriefs } from './draft-brief.ts';
import type { EditDraft } from './edit-draft.ts';
import { createMessageMoves } from './message-moves.ts';
import { createMessageStore } from './message-store.ts';
import { createReadDetail } from './read-detail.ts';
import { createReopenDraft } from './reopen-draft.ts';
import { reviewRoutes } from './review-contract.ts';
import { createReviewQueue } from './review-queue.ts';
import { createServeMessages } from './serve-messages.ts';
import { createServeReview } from './serve-review.ts';
import { createServeSuppressions } from './serve-suppressions.ts';
import { suppressionRoutes } from './suppression-contract.ts';
import { createSuppressionStore } from './suppression-store.ts';

/** Every route about messages, their review and suppressions. */
export const messageRoutes = { ...sendingRoutes, ...reviewRoutes, ...suppressionRoutes };

/** The handlers of these routes over a table and the files of runs and read websites. */
export const createMessagesApi = ({
  table,
  files,
  clock,
}: {
  table: Table;
  files: Pick<Files, 'readText'>;
  clock: Clock;
}): Handlers<typeof messageRoutes> => {
  const messages = createMessageStore(table);
  const runs = createRunStore(table, clock);
  const companies = createCompanyStore(table);
  const briefs = createDraftBriefs({ table, files, companies, readPlan: createReadPlan({ files }) });
  const readDetail = createReadDetail({ messages, briefs });
  // The guards are loaded by the first edit: an API function loads at most 450 KB at its start (spec/performance.md).
  const edit: EditDraft = async (...draft) => {
    const { createEditDraft } = await import('./edit-draft.ts');
    return createEditDraft({ table, messages, briefs, clock })(...draft);
  };
  return {
    ...createServeMessages({ messages, runs, readDetail }),
    ...createServeReview({
      queue: createReviewQueue({ messages, table }),
      moves: createMessageMoves(table, clock),
      runs,
      edit,
      reopen: createReopenDraft({ table, messages, runs, briefs, clock }),
      readDetail,
    }),
    ...createServeSuppressions({ suppressions: createSuppressionStore(table, clock) }),
  };
};
