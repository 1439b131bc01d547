import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { WORKSPACE_SECRETS } from '../../functions/accounts/contract.ts';
import type { AppFunction } from './app-function.ts';

/** Every workspace's secret; Secrets Manager adds a dash and six characters to a name in its ARN. */
const workspaceSecrets = (user: AppFunction): string =>
  Stack.of(user).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${WORKSPACE_SECRETS}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** Reading the credentials that workspaces brought for providers. */
export const grantReadCredentials = (reader: AppFunction): void => {
  Grant.addToPrincipal({
    grantee: reader,
    actions: ['secretsmanager:GetSecretValue'],
    resourceArns: [workspaceSecrets(reader)],
  });
};

/** Reading and storing them. The secrets are made while the product runs, so they are in no template. */
export const grantReadAndWriteCredentials = (writer: AppFunction): void => {
  grantReadCredentials(writer);
  Grant.addToPrincipal({
    grantee: writer,
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue'],
    resourceArns: [workspaceSecrets(writer)],
  });
};
