import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { createPendingBatches } from './event-sources/pending-batches.ts';
import { QueueSourceProperties, startQueueSource } from './event-sources/queue-source.ts';
import { createStreamHandler, StreamSourceProperties } from './event-sources/stream-source.ts';
import { propertiesOf } from './resource-properties.ts';
import type { Report, Services } from './services.ts';
import type { Resource, Template } from './template.ts';

export type EventSources = Readonly<{ stop: () => Promise<void> }>;

const READ_AT_ONCE = 1_000;

/**
 * Starts every AWS::Lambda::EventSourceMapping of the template: queues and table streams. Positions in streams are kept in `dataDir`.
 * @throws Error naming a mapping's property or source that is not supported
 */
export const startEventSources = (
  template: Template,
  services: Services,
  dataDir: string,
  report: Report,
): EventSources => {
  const { queues, functions, database } = services;
  const pending = createPendingBatches(join(dataDir, 'pending-batches.sqlite'));
  const queueSources: ReturnType<typeof startQueueSource>[] = [];

  const startQueue = (resource: Resource): void => {
    const properties = propertiesOf(QueueSourceProperties, resource);
    queueSources.push(startQueueSource({ properties, queues, invoke: functions.invoke, onFault: report.fault }));
  };

  const startStream = (resource: Resource, table: Resource): void => {
    const properties = propertiesOf(StreamSourceProperties, resource);
    if (!properties.Enabled) return;
    const destination = properties.DestinationConfig?.OnFailure.Destination;
    const consumer = `${resource.stack}/${resource.logicalId}`;
    const handle = createStreamHandler({
      properties,
      consumer,
      pending,
      invoke: functions.invoke,
      giveUp: (records, problem) => {
        report.fault(`${properties.FunctionName} passes over ${String(records.length)} stream records: ${problem}`);
        const { eventID: first } = records[0] ?? {};
        const { eventID: last } = records.at(-1) ?? {};
        if (destination !== undefined)
          sendTo(destination, { problem, stream: properties.EventSourceArn, first, last, count: records.length });
      },
    });
    database.readStream({
      tableName: template.valuesOf(table).ref,
      consumer,
      batchSize: Math.min(properties.BatchSize, READ_AT_ONCE),
      windowSeconds: properties.MaximumBatchingWindowInSeconds,
      startingPosition: properties.StartingPosition,
      handle,
    });
  };

  const sendTo = (queueArn: string, body: unknown): void => {
    const queue = template.find('AWS::SQS::Queue', queueArn);
    if (queue === undefined)
      throw new Error(`Failed stream records go to ${queueArn}, which is no queue of the template`);
    services.sqs
      .send(new SendMessageCommand({ QueueUrl: template.valuesOf(queue).ref, MessageBody: JSON.stringify(body) }))
      .catch((error: unknown) => report.fault('A note about failed stream records could not be kept', error));
  };

  for (const resource of template.resources.filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')) {
    const arn = String(resource.properties['EventSourceArn']);
    const table = template.find('AWS::DynamoDB::Table', arn) ?? template.find('AWS::DynamoDB::GlobalTable', arn);
    if (table !== undefined) startStream(resource, table);
    else if (template.find('AWS::SQS::Queue', arn) !== undefined) startQueue(resource);
    else throw new Error(`The event source ${arn} of ${resource.path} is not supported by the local cloud`);
  }
  return {
    stop: async () => {
      await Promise.all(queueSources.map((source) => source.stop()));
    },
  };
};
