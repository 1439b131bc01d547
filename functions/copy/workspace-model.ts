import { createHash } from 'node:crypto';
import type { ReadCredentials } from '../accounts/provider-credentials.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { MicroUsd } from '../platform/money.ts';
import { dayLimit, type Spending, type SpendLimit } from '../platform/spending.ts';
import { type Clock, systemClock } from '../platform/time.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createModel } from './generate.ts';
import type { Model } from './model.ts';
import type { ModelProvider } from './model-provider.ts';
import { type ModelSettings, providerOf } from './model-settings.ts';
import type { CallLimits } from './providers/call-limits.ts';
import { createClaude } from './providers/claude.ts';
import { createOpenAi } from './providers/openai.ts';

type ProviderName = ModelProvider['name'];
/** The deployment's key for a provider; undefined when it has none. */
export type OwnKey = (provider: ProviderName) => Promise<string | undefined>;

/** A workspace's models, held to its day's budget and to what else limits the work at hand; undefined when nobody has given a key. */
export type WorkspaceModel = (
  workspaceId: WorkspaceId,
  options?: Readonly<{
    limits?: readonly SpendLimit[];
    /** Told of every call that leaves less than a fifth of a budget. */
    onSoftLimit?: (limits: readonly SpendLimit[]) => void | Promise<void>;
  }>,
) => Promise<Model | undefined>;

const KEPT_PROVIDERS = 200;
const MICRO = 1_000_000;

/** The limit on one lead of a run (spec/copy.md: $2.50). */
export const leadLimit = (runId: string, domain: string, capUsd: number): SpendLimit => ({
  scope: `LEAD#${runId}#${domain}`,
  name: 'on this lead',
  capMicroUsd: Math.round(capUsd * MICRO),
});
/** The limit on a run: its campaign's `costCapUsd`. */
export const runLimit = (runId: string, capUsd: number): SpendLimit => ({
  scope: `RUN#${runId}`,
  name: 'in this run',
  capMicroUsd: Math.round(capUsd * MICRO),
});

/**
 * Models by workspace: its own keys before the deployment's, in the order that the settings name. Clients and the memory of their failures are kept by key, so that one
 * workspace's bad key rests nobody else's.
 */
export const createWorkspaceModel = ({
  settings,
  readCredentials,
  ownKey,
  spending,
  limits,
  clock = systemClock,
}: {
  settings: Pick<ModelSettings, 'MODELS' | 'MODEL_DAY_CAP_USD' | 'MODEL_URLS'>;
  readCredentials: ReadCredentials;
  ownKey: OwnKey;
  spending: Pick<Spending, 'reserve'>;
  limits?: CallLimits;
  clock?: Clock;
}): WorkspaceModel => {
  const breaker = createCircuitBreaker({ clock });
  const known = new Map<string, ModelProvider>();
  const names = new WeakMap<ModelProvider, string>();

  const provider = (model: string, apiKey: string): ModelProvider => {
    const id = `${model} ${createHash('sha256').update(apiKey).digest('hex')}`;
    const found = known.get(id);
    if (found !== undefined) return found;
    if (known.size >= KEPT_PROVIDERS) known.clear();
    const name = providerOf(model);
    const options = {
      apiKey,
      model,
      baseURL: settings.MODEL_URLS[name],
      clock,
      ...(limits === undefined ? {} : { limits }),
    };
    const made = name === 'anthropic' ? createClaude(options) : createOpenAi(options);
    known.set(id, made);
    names.set(made, id);
    return made;
  };

  return async (workspaceId, { limits: besides = [], onSoftLimit } = {}) => {
    const credentials = await readCredentials(workspaceId);
    const providers: ModelProvider[] = [];
    for (const model of settings.MODELS) {
      const name = providerOf(model);
      const apiKey = credentials[name]?.apiKey ?? (await ownKey(name));
      if (apiKey !== undefined) providers.push(provider(model, apiKey));
    }
    if (providers.length === 0) return undefined;
    const reserve = async (most: MicroUsd) => {
      const day = dayLimit(clock, Math.round(settings.MODEL_DAY_CAP_USD * MICRO));
      const reserved = await spending.reserve(workspaceId, [...besides, day], most);
      if (reserved.ok && reserved.reservation.near.length > 0) await onSoftLimit?.(reserved.reservation.near);
      return reserved;
    };
    return createModel({ providers, reserve, breaker, breakerName: (one) => names.get(one) ?? one.name });
  };
};
