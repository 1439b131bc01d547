import type * as z from 'zod';
import type { MicroUsd } from '../platform/money.ts';
import type { Reserved } from '../platform/spending.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Model, ModelAnswer, ModelFailure, ModelRequest, ModelUsage } from './model.ts';
import type { Ask, ModelProvider, Told } from './model-provider.ts';
import { failure } from './providers/sdk-failure.ts';

/** Commits the most that a call may cost to every limit that holds for it (platform/spending). */
export type Reserve = (most: MicroUsd) => Promise<Reserved>;

const DEFAULT_TOKENS = 4_000;
const MOST_TOKENS = 16_000;

/** What speaks of a provider's health. A refusal is about the one question, a budget about us. */
const UNWELL: readonly ModelFailure['reason'][] = [
  'rate_limited',
  'overloaded',
  'timeout',
  'unavailable',
  'not_configured',
  'malformed',
  'cut_off',
];

/**
 * Asks the providers in order until one answers: each with one attempt at repair when its answer cannot be read, was cut off or broke off in the stream. A provider
 * that keeps failing rests; nothing is sent that could pass a limit. A refusal is not taken to the next provider: what one would not write is not shopped around.
 */
export const createModel = ({
  providers,
  reserve,
  breaker,
  breakerName = ({ name }) => name,
}: {
  providers: readonly ModelProvider[];
  reserve: Reserve;
  breaker: CircuitBreaker;
  /** Under what a provider's failures are counted; by key where workspaces bring their own. */
  breakerName?: (provider: ModelProvider) => string;
}): Model => {
  const askOnce = async <S extends z.ZodType>(
    provider: ModelProvider,
    ask: Ask<S>,
    onDelta: ((text: string) => void) | undefined,
  ): Promise<Told<z.output<S>>> => {
    const most = provider.mostCost(ask);
    const reserved = await reserve(most);
    if (!reserved.ok) return { ok: false, failure: overBudget(reserved.limit), usage: null };
    const told = await provider.ask(ask, onDelta);
    // What may have been charged counts as charged: a limit that holds only when the network does is none.
    const usage = told.usage ?? (!told.ok && told.maybeBilled === true ? unseen(provider.model, most) : null);
    await reserved.reservation.settle(usage?.costMicroUsd ?? 0);
    return told.ok ? told : { ...told, usage };
  };

  /** Asks a provider, and once more for repair. The listener hears the first attempt only: a second from the beginning would garble what it has. */
  const askProvider = async <S extends z.ZodType>(
    provider: ModelProvider,
    ask: Ask<S>,
    onDelta: ((text: string) => void) | undefined,
    paid: ModelUsage[],
  ): Promise<Told<z.output<S>>> => {
    const first = await askOnce(provider, ask, onDelta);
    if (first.usage !== null) paid.push(first.usage);
    const again = first.ok ? undefined : repairOf(ask, first);
    if (again === undefined) return first;
    const second = await askOnce(provider, again, undefined);
    if (second.usage !== null) paid.push(second.usage);
    return second;
  };

  const generate = async <S extends z.ZodType>(
    request: ModelRequest<S>,
    onDelta?: (text: string) => void,
  ): Promise<ModelAnswer<z.output<S>>> => {
    const ask: Ask<S> = { ...request, maxTokens: Math.min(MOST_TOKENS, request.maxTokens ?? DEFAULT_TOKENS) };
    const usage: ModelUsage[] = [];
    const failures: ModelFailure[] = [];
    let listen = onDelta;
    for (const provider of providers) {
      const name = breakerName(provider);
      const rest = breaker.rest(name);
      if (rest > 0) {
        failures.push(resting(provider, rest));
        continue;
      }
      const told = await askProvider(provider, ask, listen, usage);
      if (told.ok) {
        breaker.succeeded(name);
        return { ok: true, value: told.value, usage };
      }
      if (UNWELL.includes(told.failure.reason)) breaker.failed(name);
      failures.push(told.failure);
      if (told.failure.reason === 'budget' || told.failure.reason === 'refused') break;
      listen = undefined;
    }
    return { ok: false, failure: summary(failures), usage };
  };

  return { name: providers.map(({ model }) => model).join(', '), generate };
};

/** The question as it is asked again, when asking again may help. */
const repairOf = <S extends z.ZodType>(
  ask: Ask<S>,
  { failure: { reason, detail }, answer, maybeBilled = false }: Extract<Told<z.output<S>>, { ok: false }>,
): Ask<S> | undefined => {
  switch (reason) {
    case 'malformed':
      return answer === undefined || answer === '' ? ask : { ...ask, mend: { answer, problem: detail } };
    case 'cut_off':
      return { ...ask, maxTokens: Math.min(MOST_TOKENS, 2 * ask.maxTokens) };
    case 'unavailable':
      // The SDK has tried again what failed before it began, not what broke off.
      return maybeBilled ? ask : undefined;
    case 'budget':
    case 'refused':
    case 'rate_limited':
    case 'overloaded':
    case 'timeout':
    case 'not_configured':
      return undefined;
  }
};

const overBudget = ({ name, capMicroUsd }: { name: string; capMicroUsd: MicroUsd }): ModelFailure => ({
  reason: 'budget',
  detail: `The budget of $${(capMicroUsd / 1_000_000).toFixed(2)} for language models ${name} is used up. Raise it or wait until it begins anew.`,
});

const resting = (provider: ModelProvider, seconds: number): ModelFailure => ({
  reason: 'unavailable',
  detail: `${provider.model} failed several times in a row and is left alone for ${String(seconds)} s.`,
  retryAfterSeconds: seconds,
});

const unseen = (model: string, most: MicroUsd): ModelUsage => ({
  model,
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  costMicroUsd: most,
});

/** One failure out of several: the last one's reason, everybody's words, the shortest wait. */
const summary = (failures: readonly ModelFailure[]): ModelFailure => {
  const last = failures.at(-1) ?? failure('No model', 'not_configured');
  const waits = failures.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  return {
    reason: last.reason,
    detail: failures.length === 0 ? 'No language model is configured.' : failures.map(({ detail }) => detail).join(' '),
    ...(waits.length === 0 ? {} : { retryAfterSeconds: Math.min(...waits) }),
  };
};
