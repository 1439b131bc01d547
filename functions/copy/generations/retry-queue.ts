import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { GenerationId, WorkspaceId } from '../../platform/ids.ts';
import type { TryAgain } from './run-generation.ts';

/** Seconds until a provider that was down is asked again. */
export const RETRY_AFTER_SECONDS = 60;
/** How often a generation is tried again before it is given up. */
export const MOST_RETRIES = 5;

/** What waits in the queue of generations that are tried again. */
export const RetryRecord = z.object({ workspaceId: WorkspaceId, generationId: GenerationId });

/** Puts generations into the queue, to come back after a minute. */
export const createTryAgain =
  ({ url, client }: { url: string; client?: Pick<SQSClient, 'send'> }): TryAgain =>
  async ({ workspaceId, generationId }) => {
    // Seldom needed, so loaded when it is.
    const sqs = await import('@aws-sdk/client-sqs');
    await (client ?? new sqs.SQSClient({})).send(
      new sqs.SendMessageCommand({
        QueueUrl: url,
        MessageBody: JSON.stringify({ workspaceId, generationId }),
        DelaySeconds: RETRY_AFTER_SECONDS,
      }),
    );
  };
