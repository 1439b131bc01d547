import { createHash } from 'node:crypto';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './protocol.ts';
import type { Naming, ResourceValues } from './template.ts';

/** Addresses that some references give; all others are made of names alone. */
export type Places = Readonly<{
  /** Where a browser reaches everything, e.g. `http://localhost:4000`; stands for CloudFront's and the API's address. */
  origin: string;
  /** Issuer of the sign-in's tokens; stands for Cognito's provider URL. */
  issuer: string;
  queueUrl: (queueName: string) => string;
}>;

type Named = Parameters<Naming>[0];

/** A physical name: the one the template gives, or one of stack and logical id, cut with a hash when it is over `most`. */
const nameOf = ({ stack, logicalId, property }: Named, field: string, most: number): string => {
  const given = property(field);
  if (typeof given === 'string') return given;
  const made = `${stack}-${logicalId}`;
  return made.length <= most ? made : `${made.slice(0, most - 9)}-${shortHash(made)}`;
};

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** An id as services make them: ten lower-case letters and digits, always the same for one resource. */
const idOf = ({ stack, logicalId }: Named): string =>
  BigInt(`0x${createHash('sha256').update(`${stack}/${logicalId}`).digest('hex')}`)
    .toString(36)
    .slice(0, 10);

export const localArn = (service: string, resource: string, region: string = LOCAL_REGION): string =>
  `arn:aws:${service}:${region}:${LOCAL_ACCOUNT}:${resource}`;

const table = (named: Named): ResourceValues => {
  const name = nameOf(named, 'TableName', 255);
  const arn = localArn('dynamodb', `table/${name}`);
  return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/local` } };
};

const bucket = (named: Named): ResourceValues => {
  const name = nameOf(named, 'BucketName', 63).toLowerCase();
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${LOCAL_REGION}.amazonaws.com`,
    },
  };
};

/** A resource that `Ref` gives by its id and that has no attribute but `Id` and the ones given. */
const byId = (named: Named, attributes: Readonly<Record<string, string>> = {}): ResourceValues => {
  const id = idOf(named);
  return { ref: id, attributes: { Id: id, ...attributes } };
};

const byName =
  (field: string, arn?: (name: string) => string) =>
  (named: Named): ResourceValues => {
    const name = nameOf(named, field, 64);
    return { ref: name, attributes: arn === undefined ? {} : { Arn: arn(name) } };
  };

const byArn =
  (field: string, arn: (name: string) => string, nameAttribute?: string) =>
  (named: Named): ResourceValues => {
    const name = nameOf(named, field, 80);
    return {
      ref: arn(name),
      attributes: { Arn: arn(name), ...(nameAttribute === undefined ? {} : { [nameAttribute]: name }) },
    };
  };

const hostOf = (origin: string): string => new URL(origin).host;

const namers = ({ origin, issuer, queueUrl }: Places): Readonly<Record<string, (named: Named) => ResourceValues>> => ({
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::S3::Bucket': bucket,
  'AWS::SQS::Queue': (named) => {
    const name = nameOf(named, 'QueueName', 80);
    return {
      ref: queueUrl(name),
      attributes: { Arn: localArn('sqs', name), QueueName: name, QueueUrl: queueUrl(name) },
    };
  },
  'AWS::SNS::Topic': (named) => {
    const name = nameOf(named, 'TopicName', 256);
    return { ref: localArn('sns', name), attributes: { TopicArn: localArn('sns', name), TopicName: name } };
  },
  'AWS::SecretsManager::Secret': (named) => {
    const arn = localArn('secretsmanager', `secret:${nameOf(named, 'Name', 512)}`);
    return { ref: arn, attributes: { Id: arn } };
  },
  'AWS::Lambda::Function': byName('FunctionName', (name) => localArn('lambda', `function:${name}`)),
  'AWS::Lambda::LayerVersion': byArn('LayerName', (name) => localArn('lambda', `layer:${name}:1`)),
  'AWS::StepFunctions::StateMachine': byArn(
    'StateMachineName',
    (name) => localArn('states', `stateMachine:${name}`),
    'Name',
  ),
  'AWS::ApiGateway::RestApi': (named) => ({
    ref: idOf(named),
    attributes: { RestApiId: idOf(named), RootResourceId: `${idOf(named)}root` },
  }),
  'AWS::ApiGateway::Stage': (named) => ({ ref: nameOf(named, 'StageName', 128), attributes: {} }),
  'AWS::ApiGateway::ApiKey': (named) => byId(named, { APIKeyId: idOf(named) }),
  'AWS::ApiGateway::Authorizer': (named) => byId(named, { AuthorizerId: idOf(named) }),
  'AWS::ApiGateway::Deployment': (named) => byId(named, { DeploymentId: idOf(named) }),
  'AWS::Cognito::UserPool': (named) => {
    const id = `${LOCAL_REGION}_${idOf(named)}`;
    return {
      ref: id,
      attributes: {
        UserPoolId: id,
        Arn: localArn('cognito-idp', `userpool/${id}`),
        ProviderName: issuer.replace(/^https?:\/\//, ''),
        ProviderURL: issuer,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': (named) => byId(named, { ClientId: idOf(named) }),
  'AWS::Cognito::UserPoolDomain': (named) => {
    const domain = nameOf(named, 'Domain', 63);
    return { ref: domain, attributes: { CloudFrontDistribution: hostOf(origin) } };
  },
  'AWS::CloudFront::Distribution': (named) => byId(named, { DomainName: hostOf(origin) }),
  'AWS::CloudFront::Function': (named) => {
    const arn = localArn('cloudfront', `function/${nameOf(named, 'Name', 64)}`, '');
    return { ref: arn, attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn } };
  },
  'AWS::IAM::Role': byName('RoleName', (name) => localArn('iam', `role/${name}`, '')),
  'AWS::IAM::ManagedPolicy': byArn('ManagedPolicyName', (name) => localArn('iam', `policy/${name}`, '')),
  'AWS::KMS::Key': (named) => byId(named, { KeyId: idOf(named), Arn: localArn('kms', `key/${idOf(named)}`) }),
  'AWS::Logs::LogGroup': byName('LogGroupName', (name) => localArn('logs', `log-group:${name}:*`)),
  'AWS::SES::ConfigurationSet': byName('Name'),
  'AWS::SES::EmailIdentity': byName('EmailIdentity'),
  'AWS::Events::Rule': byName('Name', (name) => localArn('events', `rule/${name}`)),
  'AWS::Scheduler::Schedule': byName('Name', (name) => localArn('scheduler', `schedule/default/${name}`)),
  'AWS::Scheduler::ScheduleGroup': byName('Name', (name) => localArn('scheduler', `schedule-group/${name}`)),
  'AWS::CloudWatch::Alarm': byName('AlarmName', (name) => localArn('cloudwatch', `alarm:${name}`)),
  'AWS::CloudWatch::CompositeAlarm': byName('AlarmName', (name) => localArn('cloudwatch', `alarm:${name}`)),
  'AWS::SSM::Parameter': byName('Name'),
  'AWS::WAFv2::WebACL': (named) => byId(named, { Arn: localArn('wafv2', `regional/webacl/${idOf(named)}`) }),
});

/** Names every resource as CloudFormation would, but the same at every start. Types without a rule of their own go by id. */
export const createNaming = (places: Places): Naming => {
  const rules = namers(places);
  return (named) =>
    (rules[named.type] ?? ((other) => byId(other, { Arn: `local:${other.type}:${idOf(other)}` })))(named);
};
