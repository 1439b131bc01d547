import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReportOrder } from '../fulfil-purchase.ts';

/** Starts executions of the report machine, named by their purchases: a repeated start finds the execution it made before. */
export const createStartReport =
  (machineArn: string, client: Pick<SFNClient, 'send'> = new SFNClient({})) =>
  async (order: ReportOrder): Promise<void> => {
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn: machineArn,
          name: order.purchaseId,
          input: JSON.stringify(order),
        }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
