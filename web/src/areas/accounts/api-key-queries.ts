import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

export const apiKeysQuery = pagedQuery(['api-keys'], (cursor, signal) =>
  call('listApiKeys', { query: pageFields(50, cursor) }, signal),
);
