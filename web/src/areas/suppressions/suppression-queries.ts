import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

export const suppressionsQuery = pagedQuery(['suppressions'], (cursor, signal) =>
  call('listSuppressions', { query: pageFields(50, cursor) }, signal),
);
