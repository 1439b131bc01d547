import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { PROJECT_ROOT } from '../../lib/bundling/entries.ts';
import { flatValue } from './flat-value.ts';
import { removeFolders, type Synthesized, synthesize } from './synthesized.ts';

let app: Synthesized;
beforeAll(async () => {
  app = await synthesize({ settings: { publicOrigin: 'https://app.example.com', replyHost: 'replies.example.com' } });
});
afterAll(removeFolders);

describe('data', () => {
  test('one table on demand, recoverable to the second, guarded from deletion, with a stream of both images', () => {
    app.template('Throughline-Data').hasResourceProperties('AWS::DynamoDB::Table', {
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) =>
        Match.objectLike({
          IndexName,
          KeySchema: [
            { AttributeName: `${IndexName}pk`, KeyType: 'HASH' },
            { AttributeName: `${IndexName}sk`, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: Match.arrayWith(['domain', 'score', 'stage']) },
        }),
      ),
    });
    expect(app.ofType('AWS::DynamoDB::Table')).toHaveLength(1);
  });

  test('browsers may upload from our own origin and from nowhere else', () => {
    app.template('Throughline-Data').hasResourceProperties('AWS::S3::Bucket', {
      CorsConfiguration: {
        CorsRules: [Match.objectLike({ AllowedOrigins: ['https://app.example.com'], AllowedMethods: ['PUT', 'GET'] })],
      },
    });
  });
});

describe('messaging', () => {
  test('bounces and complaints come back: SES tells a topic, the topic a queue, the queue has dead letters', () => {
    const template = app.template('Throughline-Messaging');
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: Match.arrayWith(['delivery', 'bounce', 'complaint', 'reject']),
        SnsDestination: { TopicARN: Match.anyValue() },
      },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'sqs' });
    template.hasResourceProperties('AWS::SES::ConfigurationSet', { DeliveryOptions: { TlsPolicy: 'REQUIRE' } });
  });

  test('replies come in: SES puts mail to the reply host into the bucket, below a prefix that ends, and tells a topic', () => {
    app.template('Throughline-Messaging').hasResourceProperties('AWS::SES::ReceiptRule', {
      Rule: {
        Enabled: true,
        ScanEnabled: true,
        Recipients: ['replies.example.com'],
        Actions: [{ S3Action: { ObjectKeyPrefix: 'inbound/', TopicArn: Match.anyValue() } }],
      },
    });
    const data = app.template('Throughline-Data');
    data.hasResourceProperties('AWS::S3::Bucket', {
      LifecycleConfiguration: {
        Rules: Match.arrayWith([Match.objectLike({ Prefix: 'inbound/', ExpirationInDays: 31, Status: 'Enabled' })]),
      },
    });
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 's3:PutObject',
            Principal: { Service: 'ses.amazonaws.com' },
            Condition: { StringEquals: Match.objectLike({ 'aws:SourceAccount': Match.anyValue() }) },
          }),
        ]),
      },
    });
  });

  test('without a reply host no mail is taken in', async () => {
    const other = await synthesize({ settings: { publicOrigin: 'https://app.example.com' } });
    expect(other.ofType('AWS::SES::ReceiptRule')).toEqual([]);
  });
});

describe('workflow', () => {
  test('the dispatchers and the sweeper run every minute', () => {
    const template = app.template('Throughline-Workflow');
    const rules = template.findResources('AWS::Events::Rule');
    const targets = Object.values(rules).flatMap(({ Properties }) => {
      const { ScheduleExpression, Targets } = z
        .object({ ScheduleExpression: z.string(), Targets: z.array(z.object({ Arn: z.unknown() })) })
        .parse(Properties);
      return ScheduleExpression === 'rate(1 minute)' ? [Targets.map(({ Arn }) => flatValue(Arn)).join()] : [];
    });
    expect(targets.sort()).toEqual([
      expect.stringContaining('DispatchMessages'),
      expect.stringContaining('SweepMessages'),
      expect.stringContaining('DispatchWebhooks'),
    ]);
  });

  test('queues feed their functions with bounded concurrency, and one bad record does not repeat its batch', () => {
    const sources = app
      .ofType('AWS::Lambda::EventSourceMapping')
      // Who takes one record at a time has no batch to repeat.
      .filter(({ Properties }) => 'ScalingConfig' in Properties && Number(Properties['BatchSize']) > 1);
    expect(sources).toHaveLength(4);
    // Three senders: what several claim at once is at stake when they die (docs/adr/0007).
    expect(sources.map(({ Properties }) => Properties['ScalingConfig'])).toEqual(
      expect.arrayContaining([{ MaximumConcurrency: 3 }, { MaximumConcurrency: 5 }]),
    );
    for (const { Properties } of sources)
      expect(Properties).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BatchSize: expect.any(Number) as number,
      });
  });

  test('a batch of the stream is never cut in two, and ends in dead letters rather than nowhere', () => {
    app.template('Throughline-Workflow').hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ dynamodb: { NewImage: { type: { S: ['CampaignLead', 'Message'] } } } }) },
        ],
      },
    });
  });

  test('an import that cannot be read is tried twice more and then kept as a dead letter', () => {
    const template = app.template('Throughline-Workflow');
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 2 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Timeout: 900,
      DeadLetterConfig: { TargetArn: Match.anyValue() },
    });
  });

  test('a task of the machine waits longer than its function may run, so that the function’s own error is caught', () => {
    const [machine] = app.ofType('AWS::StepFunctions::StateMachine');
    const { DefinitionString, DefinitionSubstitutions } = z
      .object({ DefinitionString: z.string(), DefinitionSubstitutions: z.record(z.string(), z.unknown()) })
      .parse(machine?.Properties);
    const timeouts = new Map(
      app
        .ofType('AWS::Lambda::Function')
        .map(({ path, Properties }) => [path.split('/').at(-2), Number(Properties['Timeout'])]),
    );
    const tasks = [...DefinitionString.matchAll(/"FunctionName":"\$\{(\w+)FunctionArn\}".*?"TimeoutSeconds":(\d+)/g)];
    expect(tasks).toHaveLength(Object.keys(DefinitionSubstitutions).length);
    for (const [, name = '', seconds] of tasks) {
      const timeout = timeouts.get(name);
      expect({ name, late: timeout === undefined || timeout >= Number(seconds) }).toEqual({ name, late: false });
    }
  });

  test('who sends mail does so by our own configuration set: the sender, what brings reports, and reminders of a purchase', () => {
    const senders = app
      .ofType('AWS::IAM::Policy')
      .filter(({ Properties }) => /"ses:(?!GetIdentity)/.test(JSON.stringify(Properties)));
    expect(senders.map(({ path }) => /(\w+)Role\//.exec(path)?.[1]).sort()).toEqual([
      'DeliverReport',
      'ReconcilePayments',
      'SendMessages',
      'SettlePayments',
    ]);
    for (const { Properties } of senders) {
      expect(JSON.stringify(Properties)).toContain('ses:SendRawEmail');
      expect(JSON.stringify(Properties)).toContain(':configuration-set/');
    }
  });
});

describe('web', () => {
  const distribution = () =>
    z
      .object({
        CacheBehaviors: z.array(z.object({ PathPattern: z.string(), CachePolicyId: z.unknown() })),
        CustomErrorResponses: z.unknown().optional(),
      })
      .parse(
        z.object({ DistributionConfig: z.unknown() }).parse(app.ofType('AWS::CloudFront::Distribution')[0]?.Properties)
          .DistributionConfig,
      );

  test('the API and the links in mails share the origin of the app', () => {
    expect(distribution().CacheBehaviors.map(({ PathPattern }) => PathPattern)).toEqual([
      '/api/*',
      '/webhooks/*',
      '/reports/*/checkout',
      '/reports/*/bought',
      '/reports/*/cancelled',
      '/r/*',
      '/s/*',
      '/t/*',
      '/u/*',
    ]);
  });

  test('no error page of the app swallows an error of the API', () => {
    expect(distribution().CustomErrorResponses).toBeUndefined();
  });

  test('pages of the app are shown by index.html, files are not', () => {
    const [edge] = app.ofType('AWS::CloudFront::Function');
    const code = z.string().parse(edge?.Properties['FunctionCode']);
    const { handler } = z
      .object({ handler: z.custom<(event: { request: { uri: string } }) => { uri: string }>() })
      .parse(runInNewContext(`${code}; ({ handler })`));
    const shown = (uri: string) => handler({ request: { uri } }).uri;
    expect(['/', '/campaigns/cmp_1', '/runs/run_1/'].map(shown)).toEqual(['/index.html', '/index.html', '/index.html']);
    expect(['/assets/app.js', '/config.json'].map(shown)).toEqual(['/assets/app.js', '/config.json']);
  });

  test('the content security policy allows scripts from our origin only and no frame around us', () => {
    const [headers] = app.ofType('AWS::CloudFront::ResponseHeadersPolicy');
    const text = flatValue(
      z
        .object({
          ResponseHeadersPolicyConfig: z.object({
            SecurityHeadersConfig: z.object({
              ContentSecurityPolicy: z.object({ ContentSecurityPolicy: z.unknown() }),
            }),
          }),
        })
        .parse(headers?.Properties).ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy
        .ContentSecurityPolicy,
    );
    expect(text).toContain("script-src 'self';");
    expect(text).toContain("frame-ancestors 'none'");
    expect(text).toContain("default-src 'none'");
  });
});

describe('operations', () => {
  test('every alarm says what breaks for whom, where its entry in the runbook is, and tells somebody', () => {
    const alarms = app.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(10);
    for (const { Properties } of alarms) {
      expect(String(Properties['AlarmDescription'])).toMatch(/^[A-Z].{30,}\. Runbook: docs\/runbook\.md, "\w+"\.$/);
      expect(Properties['AlarmActions']).toHaveLength(1);
    }
  });

  test('every alarm has an entry in the runbook, and every entry an alarm', () => {
    const runbook = readFileSync(join(PROJECT_ROOT, 'docs', 'runbook.md'), 'utf8');
    const entries = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, entry]) => entry);
    const alarms = app
      .ofType('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => /"(\w+)"\.$/.exec(String(Properties['AlarmDescription']))?.[1]);
    expect(entries.sort()).toEqual(alarms.sort());
  });

  test('every queue of dead letters has an alarm', () => {
    const watched = app
      .ofType('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => JSON.stringify(Properties['Dimensions'] ?? ''))
      .filter((dimensions) => dimensions.includes('DeadLetters'));
    expect(watched).toHaveLength(
      app.ofType('AWS::SQS::Queue').filter(({ path }) => path.includes('DeadLetters')).length,
    );
  });
});
