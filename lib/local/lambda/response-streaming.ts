import { Writable } from 'node:stream';

/** Ends the JSON head of a streamed HTTP answer. Source: Lambda developer guide, "Response streaming with API Gateway". */
export const HEAD_END = Buffer.alloc(8);

const STREAMS = Symbol.for('aws.lambda.runtime.handler.streaming');

type StreamHandler = (event: unknown, stream: ResponseStream, context: unknown) => unknown;

/** What a streaming handler writes its answer to. */
export class ResponseStream extends Writable {
  #contentType: string | undefined;
  readonly #send: (bytes: Uint8Array) => void;

  constructor(send: (bytes: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  setContentType(contentType: string): void {
    this.#contentType = contentType;
  }

  get contentType(): string | undefined {
    return this.#contentType;
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    if (!(chunk instanceof Uint8Array)) {
      callback(new TypeError('a response stream takes text or bytes'));
      return;
    }
    this.#send(new Uint8Array(chunk));
    callback();
  }
}

/** Whether a handler was wrapped in `awslambda.streamifyResponse`. */
export const streams = (handler: object): boolean => STREAMS in handler;

/** The `awslambda` global of the Node.js runtime. */
export const awslambda = {
  streamifyResponse: (handler: StreamHandler): StreamHandler => Object.assign(handler, { [STREAMS]: 'response' }),
  HttpResponseStream: {
    /** Writes the head (`statusCode`, `headers`, `cookies`) before the first byte of the body. */
    from: (stream: ResponseStream, head: unknown): ResponseStream => {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream.write(JSON.stringify(head));
      stream.write(HEAD_END);
      return stream;
    },
  },
};
