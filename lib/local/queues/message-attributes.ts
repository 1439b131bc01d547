import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ServiceError } from '../protocol.ts';

/** A message attribute in SQS's wire form: `BinaryValue` is base64. */
const messageAttribute = z.strictObject({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/, 'DataType must be String, Number or Binary'),
  StringValue: z.string().optional(),
  BinaryValue: z.base64().optional(),
});

/** Up to ten named attributes of a message. */
export const messageAttributes = z
  .record(z.string().min(1).max(256), messageAttribute)
  .refine((attributes) => Object.keys(attributes).length <= 10, 'a message has at most 10 attributes');

export type MessageAttributes = z.infer<typeof messageAttributes>;

/** Largest message, attributes included, and largest batch, in bytes (SQS quota since August 2025). */
export const MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the ranges are those SQS documents for a message body
const OUTSIDE_XML = /[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Refuses a message that SQS refuses.
 * Throws InvalidMessageContents (characters XML cannot hold), MissingParameter (empty) or InvalidParameterValue (too long).
 */
export function assertMessage(body: string, attributes: MessageAttributes): void {
  if (body.length === 0) {
    throw new ServiceError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  if (OUTSIDE_XML.test(body)) {
    throw new ServiceError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA…',
    );
  }
  if (messageBytes(body, attributes) > MAXIMUM_MESSAGE_BYTES) {
    throw new ServiceError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAXIMUM_MESSAGE_BYTES} bytes.`,
    );
  }
}

/** Size of a message as SQS counts it: body, and name, type and value of each attribute. */
export function messageBytes(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, attribute] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length;
  }
  return size;
}

/** Hex MD5 of a body, which SDKs compare with what they sent and received. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** Hex MD5 of the attributes, by the algorithm of the SQS developer guide; undefined without attributes. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const field = (value: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(value.length);
    hash.update(length).update(value);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    field(Buffer.from(name));
    field(Buffer.from(attribute.DataType));
    hash.update(Buffer.from([attribute.DataType.startsWith('Binary') ? 2 : 1]));
    field(bytesOf(attribute));
  }
  return hash.digest('hex');
}

function bytesOf(attribute: z.infer<typeof messageAttribute>): Uint8Array {
  return attribute.DataType.startsWith('Binary')
    ? Buffer.from(attribute.BinaryValue ?? '', 'base64')
    : Buffer.from(attribute.StringValue ?? '');
}
