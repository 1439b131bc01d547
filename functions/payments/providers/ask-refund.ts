import type { LambdaClient } from '@aws-sdk/client-lambda';
import { RefundAnswer, type RefundWish } from '../contract.ts';

export type AskRefund = (wish: RefundWish) => Promise<RefundAnswer>;

/** Asks the function that talks to Stripe: who serves the API carries no package for that. */
export const createAskRefund =
  (functionName: string, client?: Pick<LambdaClient, 'send'>): AskRefund =>
  async (wish) => {
    const { InvokeCommand, LambdaClient: Client } = await import('@aws-sdk/client-lambda');
    const { Payload, FunctionError } = await (client ?? new Client({})).send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(wish) }),
    );
    const answer = Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
    if (FunctionError !== undefined) throw new Error(`The refund failed: ${answer.slice(0, 300)}`);
    return RefundAnswer.parse(JSON.parse(answer));
  };
