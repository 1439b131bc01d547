import { createHash } from 'node:crypto';
import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { ModelBatches } from './model-batches.ts';
import { type ModelSettings, providerOf } from './model-settings.ts';
import { createClaudeBatches } from './providers/claude-batches.ts';
import type { OwnKey } from './workspace-model.ts';

/** A workspace's batches; undefined when the model that it would be asked first has none, or nobody has given a key. */
export type WorkspaceBatches = (workspaceId: WorkspaceId) => Promise<ModelBatches | undefined>;

const KEPT = 200;

/** Batches of the model that comes first among those with a key: a batch must not change who writes. */
export const createWorkspaceBatches = ({
  settings,
  readCredentials,
  ownKey,
}: {
  settings: Pick<ModelSettings, 'MODELS' | 'MODEL_URLS'>;
  readCredentials: ReadCredentials;
  ownKey: OwnKey;
}): WorkspaceBatches => {
  const known = new Map<string, ModelBatches>();
  return async (workspaceId) => {
    const credentials = await readCredentials(workspaceId);
    for (const model of settings.MODELS) {
      const provider = providerOf(model);
      const apiKey = credentials[provider]?.apiKey ?? (await ownKey(provider));
      if (apiKey === undefined) continue;
      if (provider !== 'anthropic') return undefined;
      const id = `${model} ${createHash('sha256').update(apiKey).digest('hex')}`;
      const found = known.get(id) ?? createClaudeBatches({ apiKey, model, baseURL: settings.MODEL_URLS.anthropic });
      if (known.size >= KEPT) known.clear();
      known.set(id, found);
      return found;
    }
    return undefined;
  };
};
