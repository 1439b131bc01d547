import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertSigned, failQuery, queryStructures, readBody, replyQuery, ServiceError, xml } from '../protocol.ts';
import { MAXIMUM_MESSAGE_BYTES, type MessageAttributes, messageAttributes } from './message-attributes.ts';
import type { Topics } from './topics.ts';

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';
const PUBLISH_FIELDS = /^(Action|Version|TopicArn|Message|Subject|MessageAttributes\.entry\.\d+\..+)$/;

/** SNS's query protocol over the topics: Publish. Other actions and parameters are refused by name. */
export function createSnsApi(options: { topics: Topics; onAction: (action: string, bytes: number) => void }) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      assertSigned(request);
      const form = new URLSearchParams((await readBody(request, 4 * MAXIMUM_MESSAGE_BYTES)).toString('utf8'));
      const action = form.get('Action') ?? '';
      if (action !== 'Publish') {
        throw new ServiceError('InvalidAction', `The local SNS does not support the action ${action}.`);
      }
      const unknown = [...form.keys()].find((name) => !PUBLISH_FIELDS.test(name));
      if (unknown)
        throw new ServiceError('InvalidParameter', `The local SNS does not support the parameter ${unknown}.`);
      const message = form.get('Message') ?? '';
      options.onAction(action, Buffer.byteLength(message));
      const messageId = options.topics.publish({
        topicArn: form.get('TopicArn') ?? '',
        message,
        subject: form.get('Subject') ?? undefined,
        attributes: attributesIn(form),
      });
      replyQuery(response, NAMESPACE, action, xml('MessageId', messageId));
    } catch (error) {
      failQuery(response, NAMESPACE, error);
    }
  };
}

function attributesIn(form: URLSearchParams): MessageAttributes {
  const entries = queryStructures(form, 'MessageAttributes.entry').map((entry) => {
    const {
      Name,
      'Value.DataType': DataType,
      'Value.StringValue': StringValue,
      'Value.BinaryValue': BinaryValue,
    } = entry;
    return [
      Name ?? '',
      {
        DataType,
        ...(StringValue === undefined ? {} : { StringValue }),
        ...(BinaryValue === undefined ? {} : { BinaryValue }),
      },
    ];
  });
  const parsed = messageAttributes.safeParse(Object.fromEntries(entries));
  if (!parsed.success) throw new ServiceError('InvalidParameterValue', 'The message attributes are invalid.');
  return parsed.data;
}
