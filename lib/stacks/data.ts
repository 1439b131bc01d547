import { Stack, type StackProps } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { FilesBucket } from '../constructs/files-bucket.ts';
import { SingleTable } from '../constructs/single-table.ts';

/** What is kept: the table, the files of imports and runs, and the secret that signs links. */
export class DataStack extends Stack {
  readonly table: SingleTable;
  readonly files: FilesBucket;
  readonly linkSecret: Secret;
  /** The Stripe account: a key and the secrets of its webhooks, which whoever runs the deployment puts in. */
  readonly stripeSecret: Secret;

  constructor(scope: Construct, id: string, props: StackProps & Readonly<{ publicOrigin: string }>) {
    super(scope, id, props);
    this.table = new SingleTable(this, 'Table');
    this.files = new FilesBucket(this, 'Files', { publicOrigin: props.publicOrigin });
    this.linkSecret = new Secret(this, 'LinkSecret', {
      description: 'Signs unsubscribe and tracking links',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(this.linkSecret, {
      'AwsSolutions-SMG4':
        'A rotated secret would break the unsubscribe links in every mail already sent, which must work for good.',
    });
    this.stripeSecret = new Secret(this, 'StripeSecret', {
      description: 'The Stripe account; docs/payments.md says how it is filled',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ secretKey: '', webhookSecrets: [], collectConsent: false }),
        generateStringKey: 'unused',
      },
    });
    acknowledge(this.stripeSecret, {
      'AwsSolutions-SMG4': 'Stripe makes these keys; they are rotated in its dashboard and put in here.',
    });
  }
}
