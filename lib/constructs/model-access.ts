import { Grant } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { AppFunction } from './app-function.ts';
import { grantReadCredentials } from './workspace-secrets.ts';

/** What a function that writes with language models is told of them (functions/copy/model-settings.ts). */
export const modelEnvironment = (settings: Settings): Readonly<Record<string, string | undefined>> => ({
  ANTHROPIC_SECRET_ARN: settings.anthropicSecretArn,
  OPENAI_SECRET_ARN: settings.openaiSecretArn,
  MODELS: settings.models,
  MODEL_DAY_CAP_USD: settings.modelDayCapUsd === undefined ? undefined : String(settings.modelDayCapUsd),
  MODEL_LEAD_CAP_USD: settings.modelLeadCapUsd === undefined ? undefined : String(settings.modelLeadCapUsd),
  VECTOR_INDEX_ARN: settings.vectorIndexArn,
  MODEL_URLS: settings.modelUrls,
});

/** Reading the deployment's keys and those that workspaces brought, and searching the vector index. */
export const grantModels = (scope: Construct, id: string, settings: Settings, writer: AppFunction): void => {
  grantReadCredentials(writer);
  const { anthropicSecretArn, openaiSecretArn, vectorIndexArn } = settings;
  if (vectorIndexArn !== undefined)
    Grant.addToPrincipal({
      grantee: writer,
      // A filtered query needs the right to read vectors too.
      actions: ['s3vectors:GetVectors', 's3vectors:PutVectors', 's3vectors:QueryVectors'],
      resourceArns: [vectorIndexArn],
    });
  for (const [name, arn] of [
    ['Anthropic', anthropicSecretArn],
    ['OpenAi', openaiSecretArn],
  ] as const)
    if (arn !== undefined) Secret.fromSecretCompleteArn(scope, `${id}${name}Key`, arn).grantRead(writer);
};
