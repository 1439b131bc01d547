import { SendTaskSuccessCommand, SFNClient, TaskDoesNotExist, TaskTimedOut } from '@aws-sdk/client-sfn';
import type { AnswerToken } from './settle-run.ts';

/** Answers task tokens through Step Functions. A token answered before, or of a machine that ended, is `gone`. */
export const createAnswerToken =
  (client: Pick<SFNClient, 'send'> = new SFNClient({})): AnswerToken =>
  async (token, output) => {
    try {
      await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
      return 'answered';
    } catch (error) {
      if (error instanceof TaskDoesNotExist || error instanceof TaskTimedOut) return 'gone';
      throw error;
    }
  };
