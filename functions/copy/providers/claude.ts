import type Anthropic from '@anthropic-ai/sdk';
import { type Clock, SECOND, systemClock } from '../../platform/time.ts';
import type { Brief, Writer, WriterAnswer, Written } from '../brief.ts';
import { VARIANTS } from '../contract.ts';
import { greeting, signOff } from '../salutation.ts';
import { ModelAnswer, recipientPrompt, stablePrompt } from './claude-prompt.ts';
import { priceOf } from './model-price.ts';

export const DEFAULT_MODEL = 'claude-sonnet-5-5';

const CALL_TIMEOUT = 30 * SECOND;
/** Retries and waiting for `Retry-After` included; the step has 100 s for its whole batch. */
const WHOLE_TIMEOUT = 45 * SECOND;
const RETRIES = 2;
const MOST_TOKENS = 4_000;
/** An answer that cannot be read is asked for once more. */
const READINGS = 2;
const FAILURES_TO_OPEN = 3;
const OPEN_FOR = 60 * SECOND;

type Failure =
  | 'refused'
  | 'cut_off'
  | 'malformed'
  | 'rate_limited'
  | 'overloaded'
  | 'timeout'
  | 'unavailable'
  | 'not_configured'
  | 'resting';
type Attempt = Readonly<
  { ok: true; drafts: readonly Written[]; cost: number } | { ok: false; reason: Failure; cost: number }
>;

/**
 * Writes with Claude: structured output, the run's stable part of the prompt cached, 30 s a call, two retries by the SDK (429, 5xx, connection), one more asking when
 * the answer cannot be read. Whatever fails is written by `fallback` with a warning; after three failures in a row the model is left alone for a minute. The SDK
 * is loaded when the first mail is written, so that functions without a key never load it.
 */
export const createClaudeWriter = ({
  apiKey,
  fallback,
  model = DEFAULT_MODEL,
  baseURL,
  clock = systemClock,
}: {
  apiKey: () => Promise<string>;
  fallback: Writer;
  model?: string;
  baseURL?: string;
  clock?: Clock;
}): Writer => {
  const price = priceOf(model);
  let client: Promise<Anthropic> | undefined;
  let failures = 0;
  let restUntil = 0;

  const connect = async (): Promise<Anthropic> => {
    const [{ default: Sdk }, key] = await Promise.all([import('@anthropic-ai/sdk'), apiKey()]);
    return new Sdk({
      apiKey: key,
      maxRetries: RETRIES,
      timeout: CALL_TIMEOUT,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
  };

  const ask = async (brief: Brief): Promise<Attempt> => {
    const { zodOutputFormat } = await import('@anthropic-ai/sdk/helpers/zod');
    client ??= connect();
    const answer = await (await client).messages.parse(
      {
        model,
        max_tokens: MOST_TOKENS,
        system: [{ type: 'text', text: stablePrompt(brief), cache_control: { type: 'ephemeral' } }],
        messages: [{ role: 'user', content: recipientPrompt(brief) }],
        // The SDK's own parser throws, and with it goes what the call cost and why the model stopped.
        output_config: { format: { ...zodOutputFormat(ModelAnswer), parse: readAnswer } },
      },
      { signal: AbortSignal.timeout(WHOLE_TIMEOUT) },
    );
    const { usage } = answer;
    const cost = price({
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheWrite: usage.cache_creation_input_tokens ?? 0,
      cacheRead: usage.cache_read_input_tokens ?? 0,
    });
    if (answer.stop_reason === 'refusal') return { ok: false, reason: 'refused', cost };
    if (answer.stop_reason === 'max_tokens') return { ok: false, reason: 'cut_off', cost };
    const drafts = answer.parsed_output === null ? undefined : draftsOf(answer.parsed_output, brief, model);
    return drafts === undefined ? { ok: false, reason: 'malformed', cost } : { ok: true, drafts, cost };
  };

  const attempt = async (brief: Brief): Promise<Attempt> => {
    if (clock() < restUntil) return { ok: false, reason: 'resting', cost: 0 };
    let cost = 0;
    for (let reading = 1; ; reading += 1) {
      try {
        const answer = await ask(brief);
        cost += answer.cost;
        const again = !answer.ok && answer.reason !== 'refused' && reading < READINGS;
        if (!again) return { ...answer, cost };
      } catch (error) {
        return { ok: false, reason: failureOf(error), cost };
      }
    }
  };

  return async (brief): Promise<WriterAnswer> => {
    const answer = await attempt(brief);
    if (answer.ok) {
      failures = 0;
      return { drafts: answer.drafts, costMicroUsd: answer.cost, warning: null };
    }
    // A refusal is about this one mail, not about the model's health.
    if (answer.reason !== 'refused' && answer.reason !== 'resting') failures += 1;
    if (failures >= FAILURES_TO_OPEN) {
      restUntil = clock() + OPEN_FOR;
      failures = 0;
    }
    const written = await fallback(brief);
    const warning = `${model}: ${answer.reason}`;
    return {
      drafts: written.drafts.map((draft) => ({ ...draft, writer: `${draft.writer} (${warning})` })),
      costMicroUsd: written.costMicroUsd + answer.cost,
      warning,
    };
  };
};

const readAnswer = (content: string): ModelAnswer | null => {
  try {
    return ModelAnswer.safeParse(JSON.parse(content)).data ?? null;
  } catch {
    return null;
  }
};

/** The three variants as drafts, greeted and signed; undefined when one is missing. */
const draftsOf = ({ drafts }: ModelAnswer, brief: Brief, model: string): readonly Written[] | undefined => {
  const complete = VARIANTS.flatMap((variant): Written[] => {
    const draft = drafts.find((one) => one.variant === variant);
    if (draft === undefined) return [];
    const [hello, close] = [greeting(brief), signOff(brief)];
    const paragraphs = draft.paragraphs.filter((paragraph) => paragraph.length > 0);
    const entry = ({ text, about, evidenceIds }: typeof hello) => ({
      sentence: text,
      about,
      evidenceIds: [...evidenceIds],
    });
    return [
      {
        variant,
        subject: draft.subject.trim(),
        body: [
          hello.text,
          ...paragraphs.map((paragraph) => paragraph.map(({ sentence }) => sentence.trim()).join(' ')),
          close.text,
        ].join('\n\n'),
        evidence: [entry(hello), ...paragraphs.flat(), entry(close)],
        writer: model,
      },
    ];
  });
  return complete.length === VARIANTS.length ? complete : undefined;
};

/** Why a call failed, by what the SDK throws after its retries. */
const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) throw error;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  if (status === 429) return 'rate_limited';
  if (status === 529 || status === 503) return 'overloaded';
  if (status === 401 || status === 403) return 'not_configured';
  return error.name === 'TimeoutError' || /timed? ?out|abort/i.test(`${error.name} ${error.message}`)
    ? 'timeout'
    : 'unavailable';
};
