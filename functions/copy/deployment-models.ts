import { createReadCredentials } from '../accounts/provider-credentials.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { createLog } from '../platform/log.ts';
import type { MicroUsd } from '../platform/money.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createSpending, dayLimit } from '../platform/spending.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import type { ModelSettings } from './model-settings.ts';
import { createEmbed } from './providers/embeddings.ts';
import { createVectorIndex } from './providers/vector-index.ts';
import { type Retriever, wordRetriever } from './retriever.ts';
import { createVectorRetriever } from './vector-retriever.ts';
import { createWorkspaceModel, type WorkspaceModel } from './workspace-model.ts';

export type DeploymentModels = Readonly<{
  workspaceModel: WorkspaceModel;
  /** Searches by meaning where an index is configured and there is an OpenAI key, else by words. */
  retrieverFor: (workspaceId: WorkspaceId) => Retriever;
}>;

/** The models of every workspace of this deployment: their own keys, and the deployment's for those without. */
export const createDeploymentModels = (settings: ModelSettings, table: Table, clock: Clock): DeploymentModels => {
  const readSecret = createSecrets();
  const arns = { anthropic: settings.ANTHROPIC_SECRET_ARN, openai: settings.OPENAI_SECRET_ARN };
  const readCredentials = createReadCredentials({ clock });
  const spending = createSpending(table, clock);
  const ownKey = async (provider: keyof typeof arns): Promise<string | undefined> => {
    const arn = arns[provider];
    return arn === undefined || arn === '' ? undefined : await readSecret(arn);
  };
  const workspaceModel = createWorkspaceModel({ settings, readCredentials, ownKey, spending, clock });
  const { VECTOR_INDEX_ARN: indexArn, MODEL_DAY_CAP_USD: dayCap, MODEL_URLS: urls } = settings;
  if (indexArn === undefined || indexArn === '') return { workspaceModel, retrieverFor: () => wordRetriever };

  const index = createVectorIndex({ indexArn });
  const log = createLog('copy');
  const retrieverFor =
    (workspaceId: WorkspaceId): Retriever =>
    async (request) => {
      const apiKey = (await readCredentials(workspaceId)).openai?.apiKey ?? (await ownKey('openai'));
      if (apiKey === undefined) return await wordRetriever(request);
      const reserve = (most: MicroUsd) =>
        spending.reserve(workspaceId, [dayLimit(clock, Math.round(dayCap * 1_000_000))], most);
      const embed = createEmbed({ apiKey, baseURL: urls.openai, reserve });
      return await createVectorRetriever({ embed, index, fallback: wordRetriever, log })(request);
    };
  return { workspaceModel, retrieverFor };
};
