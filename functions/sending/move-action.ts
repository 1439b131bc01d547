import type { Action } from '../platform/table.ts';
import { moveMessage } from './message-moves.ts';

/** A change of a message as a part of a transaction. */
export const moveAction = (
  ...args: Parameters<typeof moveMessage>
): Readonly<{ Update: NonNullable<Action['Update']> }> => {
  const { Key, UpdateExpression, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } =
    moveMessage(...args);
  return {
    Update: { Key, UpdateExpression, ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues },
  };
};
