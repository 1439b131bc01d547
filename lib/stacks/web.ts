import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { SpaSite } from '../constructs/spa-site.ts';
import type { Settings } from '../settings.ts';
import type { ApiStack } from './api.ts';
import type { DataStack } from './data.ts';

export type WebStackProps = StackProps &
  Readonly<{ settings: Settings; api: ApiStack; data: DataStack; webBuild: string }>;

/** One origin for the web app, the API and the links in mails. */
export class WebStack extends Stack {
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { signIn, api } = props.api;
    const { distribution } = new SpaSite(this, 'Site', {
      settings: props.settings,
      api,
      build: props.webBuild,
      config: {
        authority: signIn.tokens.issuer,
        clientId: signIn.tokens.clientId,
        scope: 'openid profile email',
        signOutUrl: signIn.signOutUrl,
      },
      talksTo: [...signIn.origins, ...uploadOrigins(this.region, props.data.files.bucketName)],
    });
    this.distribution = distribution;
    new CfnOutput(this, 'Address', { value: `https://${distribution.distributionDomainName}` });
    new CfnOutput(this, 'PublicOrigin', { value: props.settings.publicOrigin });
  }
}

/** Presigned addresses name the bucket in the path or in the host, by how the signing client is set. */
const uploadOrigins = (region: string, bucketName: string): string[] => [
  `https://s3.${region}.amazonaws.com`,
  `https://${bucketName}.s3.${region}.amazonaws.com`,
];
