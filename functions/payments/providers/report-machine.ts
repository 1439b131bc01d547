import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StartReport } from '../fulfil-purchase.ts';

/** Starts executions of the report machine, named by their purchases: a repeated start finds the execution it made before. */
export const createStartReport =
  (machineArn: string, client: Pick<SFNClient, 'send'> = new SFNClient({})): StartReport =>
  async (order, again) => {
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn: machineArn,
          name: again === undefined ? order.purchaseId : `${order.purchaseId}-${String(again)}`,
          input: JSON.stringify(order),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
