import { call } from '../../api/call.ts';
import { pagedQuery } from '../../api/paged.ts';

/** All of them: the API gives them at once. */
export const providersQuery = pagedQuery(['provider-credentials'], async (_cursor, signal) => ({
  ...(await call('listProviderCredentials', {}, signal)),
  nextCursor: null,
}));
