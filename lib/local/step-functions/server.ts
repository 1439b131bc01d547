import {
  createHttpService,
  failJson,
  type HttpService,
  readBody,
  replyJson,
  ServiceError,
  targetAction,
} from '../protocol.ts';
import { apiOperations } from './api.ts';
import type { StepFunctions } from './ports.ts';

/** The service accepts requests up to 1 MB and a little. */
const LARGEST_REQUEST = 2_000_000;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    throw new ServiceError('SerializationException', 'The request is not JSON.');
  }
};

/**
 * The Step Functions API in AWS JSON 1.0. The SDK puts `sync-` before the host of StartSyncExecution, which no loopback
 * name has: a client needs `disableHostPrefix: true` for that one operation.
 */
export const createApiServer = (stepFunctions: StepFunctions): HttpService => {
  const operations = apiOperations(stepFunctions);
  return createHttpService(async (request, response) => {
    try {
      const action = targetAction(request, 'AWSStepFunctions');
      const operation = action === undefined ? undefined : operations.get(action);
      if (operation === undefined) {
        throw new ServiceError('UnknownOperationException', `Not supported here: ${action ?? 'no X-Amz-Target'}`);
      }
      const body = await readBody(request, LARGEST_REQUEST);
      replyJson(response, '1.0', await operation(parsed(body.toString())));
    } catch (error) {
      failJson(response, '1.0', 'com.amazonaws.sfn', error);
    }
  });
};
