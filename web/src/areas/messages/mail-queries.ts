import { queryOptions } from '@tanstack/react-query';
import type { MessageState } from '../../../../functions/campaigns/contract.ts';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

const PAGE = 50;

export const mailsQuery = (runId: string, state: MessageState | undefined) =>
  pagedQuery(['runs', runId, 'mails', state ?? 'all'], (cursor, signal) =>
    call(
      'listRunMessages',
      { params: { runId }, query: { ...pageFields(PAGE, cursor), ...(state === undefined ? {} : { state }) } },
      signal,
    ),
  );

export const mailQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['mails', messageId],
    queryFn: ({ signal }) => call('getMessage', { params: { messageId } }, signal),
  });
