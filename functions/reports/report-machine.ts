import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type * as z from 'zod';
import type { ReportInput } from './step-contract.ts';

/** Starts the report machine; nobody waits for it. `name` starts it once. */
export type StartReport = (input: z.input<typeof ReportInput>, name: string) => Promise<void>;

export const createStartReport =
  (machineArn: string, client: Pick<SFNClient, 'send'> = new SFNClient({})): StartReport =>
  async (input, name) => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
