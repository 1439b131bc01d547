import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';
import type { ReplyClass } from '../../messages/replies.ts';

const PAGE = 50;

export const repliesQuery = (of: ReplyClass | undefined) =>
  pagedQuery(['replies', of ?? 'all'], (cursor, signal) =>
    call('listReplies', { query: { ...pageFields(PAGE, cursor), ...(of === undefined ? {} : { class: of }) } }, signal),
  );

export const threadQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['mails', messageId, 'thread'],
    queryFn: ({ signal }) => call('getThread', { params: { messageId } }, signal),
  });
