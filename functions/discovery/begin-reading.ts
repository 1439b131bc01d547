import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ProcessImportInput } from './contract.ts';
import type { BeginReading } from './serve-imports.ts';

/** Starts `process-import` by an asynchronous invocation: Lambda keeps the event and repeats it twice when the function fails. */
export const createBeginReading =
  (functionName: string, client: LambdaClient = new LambdaClient({})): BeginReading =>
  async (input) => {
    await client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(ProcessImportInput.parse(input))),
      }),
    );
  };
