import type * as z from 'zod';
import type { MicroUsd } from '../platform/money.ts';
import type { Ask, Told } from './model-provider.ts';

/** A request within a batch, under a name of ours by which its answer is known again. */
export type BatchRequest = Readonly<{ id: string; params: unknown }>;

/** `cancelling`: told to stop; what is being answered is still answered, and paid. */
export type BatchState = Readonly<{
  id: string;
  createdAt: number;
  requests: number;
  ended: boolean;
  cancelling: boolean;
}>;

/** The provider answered nothing about batches that were handed in. `isFinal`: it does not know the key; else it may answer later. */
export class BatchesNotSeen extends Error {
  override readonly name = 'BatchesNotSeen';
  readonly isFinal: boolean;
  constructor(reason: string, isFinal: boolean) {
    super(reason);
    this.isFinal = isFinal;
  }
}

/** What came of handing a batch in. `refused` is final; `later` may be tried again; `unknown` may have been taken all the same. */
export type Submitted = Readonly<
  { outcome: 'taken'; id: string } | { outcome: 'refused' | 'later' | 'unknown'; reason: string }
>;

/** A request's answer; `ended` says why there is none. */
export type BatchAnswer<T> = Readonly<{ id: string }> &
  (Told<T> | Readonly<{ ok: false; ended: 'errored' | 'canceled' | 'expired' }>);

/**
 * A provider's batches: questions handed in together, answered within a day, at a part of the price.
 * `since`, `state`, `cancel` and `answers` throw BatchesNotSeen when the provider does not answer.
 */
export type ModelBatches = Readonly<{
  model: string;
  /** No answer to this can cost more in a batch. */
  mostCost: <S extends z.ZodType>(ask: Ask<S>) => MicroUsd;
  /** The question as it is handed in. */
  paramsOf: <S extends z.ZodType>(ask: Ask<S>) => Promise<unknown>;
  /** Hands a batch in, once: what may have arrived is not sent again here. */
  submit: (requests: readonly BatchRequest[]) => Promise<Submitted>;
  /** Batches of the key that were made since, newest first. */
  since: (milliseconds: number) => Promise<readonly BatchState[]>;
  /** How a batch stands; undefined when the key knows none by this id. */
  state: (id: string) => Promise<BatchState | undefined>;
  /** Stops a batch: what is not begun is not answered and costs nothing. A batch that has ended or is not known stays as it is. */
  cancel: (id: string) => Promise<void>;
  /** The answers of a batch that has ended, in any order. */
  answers: <S extends z.ZodType>(id: string, schema: S) => AsyncIterable<BatchAnswer<z.output<S>>>;
}>;
