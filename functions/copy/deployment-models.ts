import { createReadCredentials } from '../accounts/provider-credentials.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { createBook } from '../platform/ledger/book.ts';
import { createBookPaidCall } from '../platform/ledger/paid-call.ts';
import { createLog } from '../platform/log.ts';
import type { MicroUsd } from '../platform/money.ts';
import { createSecrets } from '../platform/secrets.ts';
import { createSpending, dayLimit, type Reserved } from '../platform/spending.ts';
import type { Table } from '../platform/table.ts';
import type { Clock } from '../platform/time.ts';
import type { ModelSettings } from './model-settings.ts';
import { createEmbed, EMBEDDING_MODEL } from './providers/embeddings.ts';
import { createVectorIndex } from './providers/vector-index.ts';
import { type Retriever, wordRetriever } from './retriever.ts';
import { createVectorRetriever } from './vector-retriever.ts';
import { createWorkspaceBatches, type WorkspaceBatches } from './workspace-batches.ts';
import { createWorkspaceModel, type WorkspaceModel } from './workspace-model.ts';

export type DeploymentModels = Readonly<{
  workspaceModel: WorkspaceModel;
  batchesFor: WorkspaceBatches;
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
  const batchesFor = createWorkspaceBatches({ settings, readCredentials, ownKey });
  const { VECTOR_INDEX_ARN: indexArn, MODEL_DAY_CAP_USD: dayCap, MODEL_URLS: urls } = settings;
  if (indexArn === undefined || indexArn === '')
    return { workspaceModel, batchesFor, retrieverFor: () => wordRetriever };

  const index = createVectorIndex({ indexArn });
  const log = createLog('copy');
  const bookPaidCall = createBookPaidCall({ book: createBook(table, clock), log, clock });
  const retrieverFor =
    (workspaceId: WorkspaceId): Retriever =>
    async (request) => {
      const apiKey = (await readCredentials(workspaceId)).openai?.apiKey ?? (await ownKey('openai'));
      if (apiKey === undefined) return await wordRetriever(request);
      const reserve = async (most: MicroUsd): Promise<Reserved> => {
        const reserved = await spending.reserve(workspaceId, [dayLimit(clock, Math.round(dayCap * 1_000_000))], most);
        if (!reserved.ok) return reserved;
        const settle = async (microUsd: MicroUsd): Promise<void> => {
          await reserved.reservation.settle(microUsd);
          // No lead's own cost: what was embedded once serves every campaign that reads the site.
          await bookPaidCall(workspaceId, { kind: 'copy', microUsd, payee: EMBEDDING_MODEL });
        };
        return { ok: true, reservation: { ...reserved.reservation, settle } };
      };
      const embed = createEmbed({ apiKey, baseURL: urls.openai, reserve });
      return await createVectorRetriever({ embed, index, fallback: wordRetriever, log })(request);
    };
  return { workspaceModel, batchesFor, retrieverFor };
};
