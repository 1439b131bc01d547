import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { AssessmentInput } from './routes-contract.ts';

/** Starts the assessment machine; nobody waits for it. */
export type StartMachine = (input: AssessmentInput) => Promise<void>;

export const createStartMachine =
  (machineArn: string, client: Pick<SFNClient, 'send'> = new SFNClient({})): StartMachine =>
  async (input) => {
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn: machineArn, name: input.id, input: JSON.stringify(input) }),
      );
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
