import { bringFunction } from './bring-function.ts';
import { bringMachine } from './bring-machine.ts';
import type { Report, Services } from './services.ts';
import type { Resource, Template } from './template.ts';
import { PARTS, WITHOUT_EFFECT } from './without-effect.ts';

type Bring = (resource: Resource, context: Context) => void | Promise<void>;
type Context = Readonly<{ template: Template; services: Services; report: Report }>;

const nameOf = ({ template }: Context, resource: Resource): string => {
  const { ref, attributes } = template.valuesOf(resource);
  return attributes['QueueName'] ?? attributes['TopicName'] ?? ref;
};

/** The properties but for those that have nothing to do on this machine. */
const without = (resource: Resource, ...names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(resource.properties).filter(([name]) => !names.includes(name)));

/** Refuses the properties that are not among the known ones. */
const assertOnly = (resource: Resource, ...known: readonly string[]): void => {
  const unknown = Object.keys(resource.properties).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`The local cloud does not support ${unknown.join(', ')} of ${resource.type} ${resource.path}`);
};

const bringTable: Bring = (resource, context) =>
  context.services.database.defineTable(nameOf(context, resource), resource.properties);

/** What brings up each type, in the order in which resources need each other. */
const BRINGERS: readonly (readonly [type: string, bring: Bring])[] = [
  ['AWS::DynamoDB::Table', bringTable],
  ['AWS::DynamoDB::GlobalTable', bringTable],
  [
    'AWS::S3::Bucket',
    // Versions and access logs are kept for audits of the deployed system.
    (resource, context) =>
      context.services.storage.defineBucket(
        nameOf(context, resource),
        without(resource, 'LoggingConfiguration', 'AccessControl'),
      ),
  ],
  [
    'AWS::SecretsManager::Secret',
    (resource, context) => {
      const { ref } = context.template.valuesOf(resource);
      context.services.secrets.defineSecret(ref.split(':secret:')[1] ?? ref, without(resource, 'KmsKeyId'));
    },
  ],
  [
    'AWS::SQS::Queue',
    (resource, context) => {
      context.services.queues.defineQueue(
        nameOf(context, resource),
        without(
          resource,
          'QueueName',
          'KmsMasterKeyId',
          'KmsDataKeyReusePeriodSeconds',
          'SqsManagedSseEnabled',
          'Tags',
        ),
      );
    },
  ],
  [
    'AWS::SNS::Topic',
    (resource, context) => {
      assertOnly(resource, 'TopicName', 'DisplayName', 'KmsMasterKeyId', 'Tags', 'TracingConfig');
      context.services.queues.defineTopic(nameOf(context, resource));
    },
  ],
  [
    'AWS::SNS::Subscription',
    (resource, context) => {
      // Someone's mailbox is not told by a machine that sends no mail.
      if (resource.properties['Protocol'] === 'email') return;
      context.services.queues.subscribe(without(resource, 'Region'));
    },
  ],
  [
    'AWS::SES::ConfigurationSet',
    (resource, context) => {
      assertOnly(
        resource,
        'Name',
        'DeliveryOptions',
        'ReputationOptions',
        'SendingOptions',
        'SuppressionOptions',
        'VdmOptions',
        'Tags',
      );
      context.services.mail.defineConfigurationSet(nameOf(context, resource));
    },
  ],
  [
    'AWS::SES::ConfigurationSetEventDestination',
    (resource, context) => {
      context.services.mail.defineEventDestination(resource.properties);
    },
  ],
  [
    'AWS::SES::ReceiptRule',
    (resource, context) => {
      context.services.receiptRules.define(resource.properties);
    },
  ],
  [
    'AWS::Lambda::Function',
    (resource, { template, services, report }) => bringFunction(template, services, resource, report.fault),
  ],
  [
    'AWS::StepFunctions::StateMachine',
    (resource, { template, services }) => bringMachine(template, services, resource),
  ],
];

/** Types that the caller starts itself once all resources are there: what takes work in. */
export const STARTED_LAST = [
  'AWS::ApiGateway::RestApi',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::Cognito::UserPoolClient',
  'AWS::Events::Rule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Scheduler::Schedule',
  'Custom::CDKBucketDeployment',
];

/**
 * Brings up every resource of the template that keeps or does something, each type after those it needs.
 * @throws Error naming every type that the local cloud knows nothing of, or the property of a resource that it does not support.
 */
export const bringResources = async (context: Context): Promise<void> => {
  const known = new Set([
    ...BRINGERS.map(([type]) => type),
    ...STARTED_LAST,
    ...Object.keys(WITHOUT_EFFECT),
    ...Object.keys(PARTS),
  ]);
  const unknown = context.template.resources.filter(({ type }) => !known.has(type));
  if (unknown.length > 0) {
    const named = unknown.map(({ type, path }) => `${type} (${path})`);
    throw new Error(`The local cloud does not know how to bring up ${named.join(', ')}`);
  }
  for (const [type, bring] of BRINGERS) {
    for (const resource of context.template.resources.filter((one) => one.type === type)) {
      try {
        await bring(resource, context);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${type} ${resource.path} could not be brought up: ${reason}`, { cause: error });
      }
    }
  }
};
