import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { AsynchronousSettings } from './lambda/asynchronous-invocations.ts';
import { DEFAULT_SETTINGS } from './lambda/asynchronous-invocations.ts';
import { propertiesOf } from './resource-properties.ts';
import type { Services } from './services.ts';
import type { Resource, Template } from './template.ts';

const noEffect = z.unknown().optional();

const FunctionProperties = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Runtime: z.string().startsWith('nodejs'),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).default({ Variables: {} }),
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  ReservedConcurrentExecutions: z.number().int().min(1).optional(),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Architectures: noEffect,
  Description: noEffect,
  EphemeralStorage: noEffect,
  KmsKeyArn: noEffect,
  LoggingConfig: noEffect,
  Role: noEffect,
  Tags: noEffect,
  TracingConfig: noEffect,
});

const EventInvokeProperties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).default({}),
});

/** Invocations of a function that share its thread at one time when nothing reserves a number. */
const SHARED_CONCURRENCY = 10;
/** Streams stay open and do next to nothing. */
const STREAM_CONCURRENCY = 100;

/** Custom resources of the CDK that the local cloud carries out itself; their functions are not run. */
const OWN_CUSTOM_RESOURCES = ['Custom::CDKBucketDeployment', 'Custom::S3AutoDeleteObjects'];

/** Whether a function only serves custom resources that the local cloud carries out itself. */
export const servesCustomResourceOnly = (template: Template, resource: Resource): boolean => {
  const { Arn } = template.valuesOf(resource).attributes;
  const custom = template.resources.filter(({ properties }) => properties['ServiceToken'] === Arn);
  return custom.length > 0 && custom.every(({ type }) => OWN_CUSTOM_RESOURCES.includes(type));
};

/** Makes a function of the template ready to be invoked. @throws Error naming what is not supported */
export const bringFunction = (
  template: Template,
  services: Services,
  resource: Resource,
  fault: (message: string, error: unknown) => void,
): void => {
  if (servesCustomResourceOnly(template, resource)) return;
  const properties = propertiesOf(FunctionProperties, resource);
  const { ref: name, attributes } = template.valuesOf(resource);
  const asset = template.asset(properties.Code.S3Key);
  if (asset === undefined)
    throw new Error(`The code of ${resource.path} is not among the assets: ${properties.Code.S3Key}`);
  const arn = attributes['Arn'] ?? name;
  services.functions.define(
    {
      name,
      arn,
      codePath: asset.path,
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      concurrency:
        properties.ReservedConcurrentExecutions ??
        (streamsAnswers(template, arn) ? STREAM_CONCURRENCY : SHARED_CONCURRENCY),
    },
    services.endpoints,
    asynchronousSettings(template, services, name, properties.DeadLetterConfig?.TargetArn, fault),
  );
};

/** Whether a method of an API passes this function's answers on as they come. */
const streamsAnswers = (template: Template, functionArn: string): boolean =>
  template.resources.some(({ type, properties }) => {
    if (type !== 'AWS::ApiGateway::Method') return false;
    const integration = JSON.stringify(properties['Integration'] ?? {});
    return integration.includes('"STREAM"') && integration.includes(`${functionArn}/`);
  });

const asynchronousSettings = (
  template: Template,
  services: Services,
  name: string,
  deadLetters: string | undefined,
  fault: (message: string, error: unknown) => void,
): AsynchronousSettings => {
  const config = template.resources
    .filter(({ type }) => type === 'AWS::Lambda::EventInvokeConfig')
    .map((resource) => propertiesOf(EventInvokeProperties, resource))
    .find(({ FunctionName }) => FunctionName === name);
  const destination = config?.DestinationConfig.OnFailure?.Destination;
  const send = (queueArn: string, body: unknown): void => {
    const queue = template.find('AWS::SQS::Queue', queueArn);
    if (queue === undefined)
      throw new Error(`Failed events of ${name} go to ${queueArn}, which is no queue of the template`);
    const QueueUrl = template.valuesOf(queue).ref;
    services.sqs
      .send(new SendMessageCommand({ QueueUrl, MessageBody: typeof body === 'string' ? body : JSON.stringify(body) }))
      .catch((error: unknown) => fault(`A failed event of ${name} could not be kept`, error));
  };
  return {
    retries: config?.MaximumRetryAttempts ?? DEFAULT_SETTINGS.retries,
    maximumAgeMs: config === undefined ? DEFAULT_SETTINGS.maximumAgeMs : config.MaximumEventAgeInSeconds * 1000,
    onFailure: ({ event, outcome, attempts }) => {
      fault(`${name} failed at every try of an event`, outcome.ok ? undefined : outcome.error);
      if (deadLetters !== undefined) send(deadLetters, event);
      if (destination !== undefined) {
        send(destination, {
          version: '1.0',
          timestamp: new Date().toISOString(),
          requestContext: { functionArn: name, condition: 'RetriesExhausted', approximateInvokeCount: attempts },
          requestPayload: JSON.parse(event) as unknown,
          responsePayload: outcome.ok ? null : outcome.error,
        });
      }
    },
  };
};
