/**
 * Resource types that have nothing to do on this machine, each with the reason. What is in neither this list nor among those that are
 * brought up is refused by name: nothing of a template is passed over in silence.
 */
export const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'tells AWS which construct library made the stack',
  'AWS::IAM::Role':
    'one person owns this machine: nobody is kept from anything; the grants are held by the tests of the template',
  'AWS::IAM::Policy': 'as AWS::IAM::Role',
  'AWS::IAM::ManagedPolicy': 'as AWS::IAM::Role',
  'AWS::Lambda::Permission': 'as AWS::IAM::Role',
  'AWS::S3::BucketPolicy': 'as AWS::IAM::Role',
  'AWS::SQS::QueuePolicy': 'as AWS::IAM::Role',
  'AWS::SNS::TopicPolicy': 'as AWS::IAM::Role',
  'AWS::SecretsManager::ResourcePolicy': 'as AWS::IAM::Role',
  'AWS::KMS::Key': 'what is kept here is as safe as the disk it is on',
  'AWS::KMS::Alias': 'as AWS::KMS::Key',
  'AWS::Logs::LogGroup': 'the last lines of each function are kept in memory and shown on /local/functions',
  'AWS::Logs::MetricFilter': 'feeds alarms only',
  'AWS::CloudWatch::Alarm': 'nobody is on duty for this machine',
  'AWS::CloudWatch::CompositeAlarm': 'as AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard': 'the pages below /local show what there is to see',
  'AWS::Budgets::Budget': 'this machine bills nothing',
  'AWS::WAFv2::WebACL': 'the port is on loopback; the firewall would see one caller only',
  'AWS::WAFv2::WebACLAssociation': 'as AWS::WAFv2::WebACL',
  'AWS::ApiGateway::Account': 'the role for logs of API Gateway',
  'AWS::ApiGateway::Deployment': 'the API is read as it stands: there is no older version to serve meanwhile',
  'AWS::SES::EmailIdentity': 'every sender is taken as verified; nothing leaves this machine',
  'AWS::SES::ReceiptRuleSet': 'the rules of the template are the active ones; each is brought up by itself',
  'AWS::Route53::RecordSet': 'one origin on loopback needs no name',
  'AWS::CertificateManager::Certificate': 'loopback is served without TLS',
  'AWS::Lambda::LayerVersion': 'used by custom resources of the CDK only, which the local cloud carries out itself',
  'Custom::S3AutoDeleteObjects': 'empties buckets when a stack is deleted',
  'AWS::Cognito::UserPool': 'the sign-in of this machine knows its people itself',
  'AWS::Cognito::UserPoolDomain': 'the sign-in stands below the one origin',
  'AWS::CloudFront::OriginAccessControl': 'as AWS::IAM::Role',
};

/** Types that are read together with the resource they belong to. */
export const PARTS: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::ApiKey': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Authorizer': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::GatewayResponse': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Method': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Resource': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::UsagePlan': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::UsagePlanKey': 'AWS::ApiGateway::RestApi',
  'AWS::Lambda::EventInvokeConfig': 'AWS::Lambda::Function',
};
