import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { RestApiOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { acknowledge } from './acknowledge.ts';
import { LogBucket } from './log-bucket.ts';
import { PrivateBucket } from './private-bucket.ts';
import { SecurityHeaders } from './security-headers.ts';

/** Everything under these goes to the API; the rest is the web app. */
const API_PATHS = [
  '/api/*',
  '/webhooks/*',
  '/reports/*/checkout',
  '/reports/*/bought',
  '/reports/*/cancelled',
  '/r/*',
  '/s/*',
  '/t/*',
  '/u/*',
];

/**
 * Addresses of the app's own pages are shown by index.html. Done to the request, not to error answers: those belong to the whole distribution,
 * and would turn the API's 404s into pages.
 */
const SHOW_APP = `function handler(event) {
  var request = event.request;
  var last = request.uri.split('/').pop();
  if (last.indexOf('.') === -1) request.uri = '/index.html';
  return request;
}`;

export type SpaSiteProps = Readonly<{
  settings: Settings;
  api: RestApi;
  /** Folder of the built web app. */
  build: string;
  /** What the app reads at its start, as /config.json. */
  config: Readonly<Record<string, string>>;
  /** Origins besides its own that the app talks to. */
  talksTo: readonly string[];
}>;

/** The web app from a private bucket and the API, under one origin. */
export class SpaSite extends Construct {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: SpaSiteProps) {
    super(scope, id);
    if (!existsSync(join(props.build, 'index.html')))
      throw new Error(`There is no built web app in ${props.build}: run npm run build:web first`);
    const logs = new LogBucket(this, 'Logs', { objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED });
    const bucket = new PrivateBucket(this, 'Bucket', {
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'bucket/',
    });
    this.distribution = this.makeDistribution(props, bucket, logs);
    this.deploy(props, bucket);
  }

  private makeDistribution({ settings, api, talksTo }: SpaSiteProps, bucket: PrivateBucket, logs: LogBucket) {
    const { certificateArn, publicOrigin } = settings;
    const apiBehavior: BehaviorOptions = {
      origin: new RestApiOrigin(api),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      // Server-sent events must not be held back for compression.
      compress: false,
    };
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Throughline',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableLogging: true,
      logBucket: logs,
      logFilePrefix: 'distribution/',
      ...(certificateArn === undefined
        ? {}
        : {
            domainNames: [new URL(publicOrigin).hostname],
            certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
          }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: new SecurityHeaders(this, 'Headers', { talksTo }),
        functionAssociations: [{ function: this.makeEdgeFunction(), eventType: FunctionEventType.VIEWER_REQUEST }],
      },
      additionalBehaviors: Object.fromEntries(API_PATHS.map((path) => [path, apiBehavior])),
    });
    acknowledge(distribution, {
      'AwsSolutions-CFR1':
        'Customers may be anywhere; whom a campaign may write to is decided by the recipient’s country.',
      'AwsSolutions-CFR2':
        'The firewall stands before the API’s stage; what the distribution answers by itself are static files.',
      'AwsSolutions-CFR4':
        'With a certificate TLS 1.2 is the least; CloudFront’s own name, used without one, sets its own.',
    });
    return distribution;
  }

  private makeEdgeFunction(): EdgeFunction {
    return new EdgeFunction(this, 'ShowApp', {
      code: FunctionCode.fromInline(SHOW_APP),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Shows the app at addresses of its own pages',
    });
  }

  /** Files with a hash in their names are kept by browsers for a year; the page and its configuration are asked for each time. */
  private deploy({ build, config }: SpaSiteProps, bucket: PrivateBucket): void {
    const assets = new BucketDeployment(this, 'Assets', {
      destinationBucket: bucket,
      sources: [Source.asset(build, { exclude: ['*', '!assets', '!assets/**'] })],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      // The files of the build before stay: pages that are still open load them.
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Pages', {
      destinationBucket: bucket,
      sources: [Source.asset(build, { exclude: ['assets'] }), Source.jsonData('config.json', config)],
      cacheControl: [CacheControl.fromString('no-cache')],
      prune: false,
    });
    // A page never stands there before the files it names.
    pages.node.addDependency(assets);
    const copier = Stack.of(this).node.children.find(({ node }) => node.id.startsWith('Custom::CDKBucketDeployment'));
    if (copier === undefined)
      throw new Error('The CDK no longer copies by a function of its own: the acknowledgements below are to go');
    acknowledge(copier, {
      'AwsSolutions-L1':
        'The CDK’s own function that copies the web app at deployment; its runtime comes with the CDK.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]':
        'The CDK’s own function writes its log by the managed policy that AWS made for that.',
    });
  }
}
