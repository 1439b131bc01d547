import type { Clock } from './clock.ts';

/**
 * Why running code must stop without its own failure: the execution was closed from outside (`closed`), ran past its
 * TimeoutSeconds (`timed-out`), a sibling branch failed (`sibling`), or the interpreter shuts down (`shutdown`).
 * No Retry or Catch ever sees it.
 */
export class Interruption extends Error {
  readonly kind: 'closed' | 'timed-out' | 'sibling' | 'shutdown';

  constructor(kind: Interruption['kind']) {
    super(`interrupted: ${kind}`);
    this.name = 'Interruption';
    this.kind = kind;
  }
}

const reasonOf = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Interruption('closed');

/** Settles as `work` does, unless `signal` aborts first: then it rejects with the signal's reason. */
export const interruptible = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const stop = () => {
      reject(reasonOf(signal));
    };
    if (signal.aborted) {
      stop();
      work.catch(() => undefined);
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    work
      .finally(() => {
        signal.removeEventListener('abort', stop);
      })
      .then(resolve, reject);
  });

/** Resolves at the instant `until` (epoch ms), at once when it is past; rejects when `signal` aborts. */
export const sleepUntil = (clock: Clock, until: number, signal: AbortSignal): Promise<void> => {
  let cancel: (() => void) | undefined;
  const slept = new Promise<void>((resolve) => {
    const left = until - clock.now();
    if (left <= 0) resolve();
    else cancel = clock.setTimeout(resolve, left);
  });
  return interruptible(slept, signal).finally(() => cancel?.());
};

/** A controller that aborts with its parent and can be aborted alone; `release` unhooks it from the parent. */
export const childController = (parent: AbortSignal): { controller: AbortController; release: () => void } => {
  const controller = new AbortController();
  const follow = () => {
    controller.abort(reasonOf(parent));
  };
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  return {
    controller,
    release: () => {
      parent.removeEventListener('abort', follow);
    },
  };
};
