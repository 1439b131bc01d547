import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { LOCAL_REGION } from '../protocol.ts';
import type { Services } from '../services.ts';
import type { Template } from '../template.ts';
import type { StripeSecret } from './local-stripe.ts';

/** The deployment's secret for its Stripe account, by its place in the CDK app (lib/stacks/data.ts). */
const PLACE = /\/StripeSecret\/Resource$/;

/** Puts an account into the deployment's secret, as whoever runs a deployment in AWS does by hand. */
export const seedStripeSecret = async ({
  template,
  services,
  secret,
}: {
  template: Template;
  services: Pick<Services, 'endpoints'>;
  secret: StripeSecret;
}): Promise<void> => {
  const found = template.resources.find(({ type, path }) => type === 'AWS::SecretsManager::Secret' && PLACE.test(path));
  if (found === undefined) return;
  const client = new SecretsManagerClient({
    region: LOCAL_REGION,
    endpoint: services.endpoints.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const SecretId = template.valuesOf(found).ref;
  try {
    const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId }));
    const wanted = JSON.stringify(secret);
    if (SecretString !== wanted) await client.send(new PutSecretValueCommand({ SecretId, SecretString: wanted }));
  } finally {
    client.destroy();
  }
};
