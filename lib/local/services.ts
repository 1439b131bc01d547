import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Upload } from '@aws-sdk/lib-storage';
import { createCounts } from './counts.ts';
import { createDatabase } from './database/database.ts';
import { createFunctions } from './lambda/functions.ts';
import { createMail } from './mail/mail.ts';
import { createReceiptRules } from './mail/receipt-rules.ts';
import { createReplies } from './mail-replies.ts';
import { createObjectStorage } from './object-storage/object-storage.ts';
import { LOCAL_REGION } from './protocol.ts';
import { createQueues } from './queues/queues.ts';
import { createSecrets } from './secrets/secrets.ts';
import { createStepFunctions } from './step-functions/step-functions.ts';

/** Tells what goes on; `fault` lines are about something that should not have happened. */
export type Report = Readonly<{ say: (line: string) => void; fault: (message: string, fault?: unknown) => void }>;

export type Services = Awaited<ReturnType<typeof startServices>>;

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Lambda's services on loopback, each on a port of its own, their state in files below `dataDir`. */
export const startServices = async ({ dataDir, report }: { dataDir: string; report: Report }) => {
  mkdirSync(dataDir, { recursive: true });
  const file = (name: string): string => join(dataDir, `${name}.sqlite`);
  const counts = createCounts();
  const database = createDatabase({
    dataDir,
    endpoint: process.env['AWS_ENDPOINT_URL_DYNAMODB'],
    log: (line) => report.fault(line),
  });
  const storage = createObjectStorage({ dataDir, secretAccessKey: CREDENTIALS.secretAccessKey });
  const queues = createQueues({
    databasePath: file('queues'),
    onRequest: ({ service, action, billed }) => {
      if (service === 'sqs') counts.sqsRequest(action, billed);
    },
  });
  const replies = createReplies(join(dataDir, 'replies'));
  const secrets = createSecrets({ databasePath: file('secrets') });
  const mail = createMail({
    databasePath: file('mail'),
    publish: (topicArn, message) => {
      queues.publish({ topicArn, message });
    },
    deliverInbound: async (inbound) => {
      await replies.keep(inbound);
      await receiptRules.deliver(inbound);
    },
    report: (problem) => report.fault(problem),
  });
  const receiptRules = createReceiptRules({
    putObject: async (bucket, key, body) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
    publish: (topicArn, message) => {
      queues.publish({ topicArn, message });
    },
    clock: Date.now,
  });
  const functions = createFunctions({
    databasePath: file('invocations'),
    onInvocation: counts.invocation,
    onMetric: counts.metric,
  });
  const [databaseUrl, storageUrl, queuesUrl, secretsUrl, mailUrl, functionsUrl] = await Promise.all([
    database.listen(0),
    storage.listen(0),
    queues.listen(0),
    secrets.listen(0),
    mail.listen(0),
    functions.listen(0),
  ]);
  const aws = { region: LOCAL_REGION, credentials: CREDENTIALS };
  const s3 = new S3Client({ ...aws, endpoint: storageUrl, forcePathStyle: true });
  const sqs = new SQSClient({ ...aws, endpoint: queuesUrl });
  const stepFunctions = createStepFunctions({
    databasePath: file('executions'),
    invokeLambda: async (name, payload) => {
      const outcome = await functions.invoke(name, payload);
      return outcome.ok
        ? { payload: JSON.parse(outcome.payload) as unknown }
        : { payload: outcome.error, functionError: 'Unhandled' };
    },
    readObject: async (bucket, key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (!(Body instanceof Readable)) throw new Error(`Object ${key} has no readable body`);
      return Body;
    },
    writeObject: async (bucket, key, body) => {
      const params = { Bucket: bucket, Key: key, Body: Readable.from(body), ContentType: 'application/json' };
      await new Upload({ client: s3, params }).done();
    },
    onTransition: (_machine, kind) => {
      if (kind === 'STANDARD') counts.transition();
    },
    onFault: (message, fault) => report.fault(message, fault),
  });
  const { url: stepFunctionsUrl } = await stepFunctions.listen(0);

  return {
    counts,
    database,
    storage,
    queues,
    secrets,
    mail,
    replies,
    receiptRules,
    functions,
    stepFunctions,
    sqs,
    s3,
    /** Where the SDK in a function finds each service: the SDK reads these by itself. */
    endpoints: {
      AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: databaseUrl,
      AWS_ENDPOINT_URL_LAMBDA: functionsUrl,
      AWS_ENDPOINT_URL_S3: storageUrl,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
      AWS_ENDPOINT_URL_SES: mailUrl,
      AWS_ENDPOINT_URL_SFN: stepFunctionsUrl,
      AWS_ENDPOINT_URL_SNS: queuesUrl,
      AWS_ENDPOINT_URL_SQS: queuesUrl,
    },
    /** Stops taking work in before what the work stands on goes. */
    close: async (): Promise<void> => {
      await stepFunctions.close();
      await functions.close();
      await database.close();
      s3.destroy();
      sqs.destroy();
      await Promise.all([storage.close(), queues.close(), secrets.close(), mail.close()]);
    },
  };
};
