import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertSigned, failJson, readBody, replyJson, ServiceError } from '../protocol.ts';
import { MAXIMUM_MESSAGE_BYTES } from './message-attributes.ts';
import type { SqsActions } from './sqs-actions.ts';

const NAMESPACE = 'com.amazonaws.sqs';

/** SQS's AWS JSON 1.0 protocol over the actions; `onAction` hears of each request with the bytes it moved. */
export function createSqsApi(options: { actions: SqsActions; onAction: (action: string, bytes: number) => void }) {
  return async (request: IncomingMessage, response: ServerResponse, action: string): Promise<void> => {
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    try {
      assertSigned(request);
      const body = await readBody(request, 8 * MAXIMUM_MESSAGE_BYTES);
      const act = options.actions.get(action);
      if (!act) throw new ServiceError('UnsupportedOperation', `The local SQS does not support the action ${action}.`);
      const input: unknown = JSON.parse(body.toString('utf8'));
      const reply = await act(input, gone.signal);
      options.onAction(action, Math.max(body.length, Buffer.byteLength(JSON.stringify(reply))));
      replyJson(response, '1.0', reply);
    } catch (error) {
      failJson(response, '1.0', NAMESPACE, error);
    }
  };
}
