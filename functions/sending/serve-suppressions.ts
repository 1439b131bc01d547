import { mapAtOnce } from '../platform/at-once.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, notFound, problem } from '../platform/http/problem.ts';
import type { sendingRoutes } from './contract.ts';
import { whatIsWrong } from './suppressed-name.ts';
import type { suppressionRoutes } from './suppression-contract.ts';
import type { SuppressionStore } from './suppression-store.ts';

const AT_ONCE = 25;
/** Rows of one answer, and Queries it may take. */
const EXPORTED = 5_000;
const READ = 1_000;

const badCursor = invalidFields([
  { field: 'query.cursor', message: 'is not a cursor of this list; start without one' },
]);

/** Loaded by the first list that comes or goes: an API function loads at most 450 KB at its start (spec/performance.md). */
const loadCsv = () => import('./suppression-csv.ts');

/** Suppressions over HTTP. */
export const createServeSuppressions = ({
  suppressions,
}: {
  suppressions: Pick<SuppressionStore, 'add' | 'list' | 'remove'>;
}): Handlers<typeof suppressionRoutes & Pick<typeof sendingRoutes, 'listSuppressions' | 'addSuppression'>> => ({
  listSuppressions: async ({ principal, query }) => {
    const page = await suppressions.list(principal.workspaceId, query);
    return page === undefined ? badCursor : { body: page };
  },

  addSuppression: async ({ principal, body }) => {
    const wrong = whatIsWrong(body);
    if (wrong !== undefined) return invalidFields([{ field: 'value', message: wrong }]);
    const { suppression } = await suppressions.add(principal.workspaceId, { ...body, source: principal.id });
    return { body: suppression };
  },

  importSuppressions: async ({ principal, body }) => {
    const { readSuppressionCsv } = await loadCsv();
    const list = readSuppressionCsv(body.csv);
    if (!list.ok) return invalidFields([{ field: 'csv', message: list.reason }]);
    const { rows, rejected } = list;
    const common = { reason: 'import', scope: body.scope, source: principal.id } as const;
    const outcomes = await mapAtOnce(rows, AT_ONCE, ({ kind, value }) =>
      suppressions.add(principal.workspaceId, { kind, value, ...common }),
    );
    const added = outcomes.filter((outcome) => outcome.added).length;
    return { body: { rows: rows.length, added, known: rows.length - added, rejected: [...rejected] } };
  },

  exportSuppressions: async ({ principal, query }) => {
    const { SUPPRESSION_HEADING, suppressionRows } = await loadCsv();
    let csv = query.cursor === undefined ? SUPPRESSION_HEADING : '';
    let cursor = query.cursor;
    let count = 0;
    do {
      const page = await suppressions.list(principal.workspaceId, { limit: READ, cursor });
      if (page === undefined) return badCursor;
      csv += suppressionRows(page.items);
      count += page.items.length;
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && count < EXPORTED);
    return {
      body: csv,
      headers: {
        'content-disposition': 'attachment; filename="suppressions.csv"',
        ...(cursor === undefined ? {} : { 'x-next-cursor': cursor }),
      },
    };
  },

  removeSuppression: async ({ principal, body }) => {
    const wrong = whatIsWrong(body);
    if (wrong !== undefined) return invalidFields([{ field: 'value', message: wrong }]);
    const by = { by: principal.id, reason: body.reason };
    const removal = await suppressions.remove(principal.workspaceId, body, by);
    if (removal.ok) return { body: undefined };
    return removal.why === 'unknown'
      ? notFound('suppression', body.value)
      : problem(
          409,
          'suppression_stays',
          `This suppression came of ${REASONS[removal.reason]}, which is not ours to take back.`,
        );
  },
});

const REASONS = {
  unsubscribe: 'an unsubscribe',
  complaint: 'a complaint',
  hard_bounce: 'a hard bounce',
  manual: 'a decision of the workspace',
  import: 'an import of the workspace',
} as const;
