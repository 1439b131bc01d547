import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { Entry } from '../bundling/entries.ts';
import type { Settings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { AppFunction, type AppFunctionProps } from './app-function.ts';
import type { FunctionSource } from './function-source.ts';
import { grantModels, modelEnvironment } from './model-access.ts';
import { QueueWithDeadLetters } from './queue-with-dead-letters.ts';

export type CopyFunctionsProps = Readonly<{ source: FunctionSource; settings: Settings; data: DataStack }>;

/** A package takes two minutes at worst: 15 s of reading and two rounds of a model's 45 s. */
const WRITING = Duration.minutes(5);
const MEMORY_MB = 1_024;
/** A record that a dead function took comes back so often; tries of the models are counted by the function itself. */
const RECEIVES = 3;

/** The endpoints that write copy, what was written, its exports and links, and the queue in which generations wait for models that are down. */
export class CopyFunctions extends Construct {
  readonly byEntry: ReadonlyMap<Entry, AppFunction>;
  readonly retries: QueueWithDeadLetters;

  constructor(scope: Construct, id: string, { source, settings, data }: CopyFunctionsProps) {
    super(scope, id);
    const byEntry = new Map<Entry, AppFunction>();
    const make = (entry: Entry, rest: Omit<AppFunctionProps, 'source' | 'entry'>): AppFunction => {
      const made = new AppFunction(this, { source, entry, memoryMb: MEMORY_MB, ...rest });
      byEntry.set(entry, made);
      return made;
    };
    this.retries = new QueueWithDeadLetters(this, 'Retries', { consumerTimeout: WRITING, tries: RECEIVES });
    const table = { TABLE_NAME: data.table.tableName };
    const work = {
      ...table,
      DATA_BUCKET: data.files.bucketName,
      FETCH_ALLOW_HOSTS: settings.fetchAllowHosts,
      COPY_RETRIES_QUEUE_URL: this.retries.queue.queueUrl,
      ...modelEnvironment(settings),
    };
    const generate = make('copy/generate-copy', {
      description: 'Writes positioning, mails and enrichments from a website',
      environment: work,
      timeout: WRITING,
    });
    const retry = make('copy/retry-generation', {
      description: 'Writes again what failed while models were down',
      environment: work,
      timeout: WRITING,
    });
    retry.addEventSource(new SqsEventSource(this.retries.queue, { batchSize: 1 }));
    for (const writer of [generate, retry]) {
      data.table.grantReadAndWrite(writer);
      data.files.grantReadFiles(writer, 'sites');
      data.files.grantWriteFiles(writer, 'sites');
      this.retries.queue.grantSendMessages(writer);
    }
    grantModels(this, 'GenerateCopy', settings, generate);
    grantModels(this, 'RetryGeneration', settings, retry);

    const serve = make('copy/serve-generations', {
      description: 'What was written, and links that show it',
      environment: { ...table, PUBLIC_ORIGIN: settings.publicOrigin },
    });
    data.table.grantReadAndWrite(serve);
    const stream = make('copy/stream-generation', {
      description: 'A generation as server-sent events',
      environment: table,
      timeout: WRITING,
    });
    const exporter = make('copy/export-generation', {
      description: 'What was written as JSON, CSV, Markdown or PDF',
      environment: table,
    });
    for (const reader of [stream, exporter]) data.table.grantRead(reader);
    this.byEntry = byEntry;
  }
}
