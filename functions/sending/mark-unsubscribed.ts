import type { Table } from '../platform/table.ts';
import { keyOfMessage, type Message } from './message.ts';

/** Notes on a message that its recipient unsubscribed by it, the first time; the suppression beside it is what stops mail. */
export const markUnsubscribed = async (
  table: Pick<Table, 'update'>,
  message: Pick<Message, 'workspaceId' | 'id'>,
  at: string,
): Promise<void> => {
  await table.update({
    Key: keyOfMessage(message),
    UpdateExpression: 'SET unsubscribedAt = :at, updatedAt = :at',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(unsubscribedAt)',
    ExpressionAttributeValues: { ':at': at },
  });
};
