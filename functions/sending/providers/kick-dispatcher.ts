import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

/** Starts the dispatcher now, without waiting for it: due messages need not wait for the minute. */
export type KickDispatcher = () => Promise<void>;

export const createKickDispatcher =
  (functionName: string, client: Pick<LambdaClient, 'send'> = new LambdaClient({})): KickDispatcher =>
  async () => {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: '{}' }));
  };
