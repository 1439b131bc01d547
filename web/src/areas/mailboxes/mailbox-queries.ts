import { call } from '../../api/call.ts';
import type { AnswerOf } from '../../api/operations.ts';
import { pagedQuery, pageFields } from '../../api/paged.ts';

export type MailboxView = AnswerOf<'listMailboxes'>['items'][number];

export const mailboxesQuery = pagedQuery(['mailboxes'], (cursor, signal) =>
  call('listMailboxes', { query: pageFields(50, cursor) }, signal),
);
