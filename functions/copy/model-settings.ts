import * as z from 'zod';
import { hasPrice } from './providers/model-price.ts';

/** Models in the order in which they are asked; the next one when one fails. */
export const DEFAULT_MODELS = 'claude-sonnet-5-5,gpt-6.1-terra';
export const DEFAULT_DAY_CAP_USD = 100;
export const DEFAULT_LEAD_CAP_USD = 2.5;

const modelList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  )
  .refine((names) => names.length > 0 && names.every(hasPrice), {
    error: ({ input }) =>
      `MODELS: every model must stand in model-prices.json; "${String(input)}" names one that does not`,
  });
const Urls = z.strictObject({ anthropic: z.url().optional(), openai: z.url().optional() });

/** What every function that writes with models asks of its environment. */
export const ModelEnvironment = {
  /** The deployment's own keys, for workspaces without one. */
  ANTHROPIC_SECRET_ARN: z.string().optional(),
  OPENAI_SECRET_ARN: z.string().optional(),
  MODELS: z.string().default(DEFAULT_MODELS).pipe(modelList),
  /** Dollars a workspace may spend on models in a day (UTC), and a run on one lead. */
  MODEL_DAY_CAP_USD: z.coerce.number().positive().default(DEFAULT_DAY_CAP_USD),
  MODEL_LEAD_CAP_USD: z.coerce.number().positive().default(DEFAULT_LEAD_CAP_USD),
  /** An index of S3 Vectors (1,536 dimensions, cosine) by which passages are searched by meaning; without one by words. */
  VECTOR_INDEX_ARN: z.string().optional(),
  /** Where the providers answer, as JSON by name, where that is not their own address: tests and local systems. */
  MODEL_URLS: z
    .string()
    .default('{}')
    .transform((text): unknown => JSON.parse(text))
    .pipe(Urls),
};

export type ModelSettings = z.output<z.ZodObject<typeof ModelEnvironment>>;

/** Who offers a model, by its name. */
export const providerOf = (model: string): 'anthropic' | 'openai' =>
  model.startsWith('claude-') ? 'anthropic' : 'openai';
