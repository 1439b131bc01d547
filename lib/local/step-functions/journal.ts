/**
 * Where an execution writes down how far it is. A frame is one running scope: the machine itself (path ''), and below
 * it each branch of a Parallel state or iteration of an inline Map (path '/2', '/2/0', …). A Standard execution's
 * journal is on disk, and what it returns after a restart is where the execution goes on; an Express execution's
 * journal forgets.
 */

/** What a state keeps of its attempts and waits between transitions. */
export type Progress = {
  /** Retries spent, one count a Retrier. */
  readonly retries: readonly number[];
  /** When a Wait state ends or a retry is due, epoch ms. */
  readonly until?: number | undefined;
  /** The items an inline Map iterates, so that a restart iterates the same. */
  readonly items?: readonly { readonly value: unknown; readonly input: unknown }[] | undefined;
  /** Token that a waiting Task was given, and when it gives up, epoch ms. */
  readonly token?: string | undefined;
  readonly deadline?: number | undefined;
  /** The integration has answered, so a restart waits for the token without calling it again. */
  readonly delivered?: boolean | undefined;
  /** The nested execution a Task waits for. */
  readonly childArn?: string | undefined;
  /** The map run of a distributed Map state. */
  readonly mapRunArn?: string | undefined;
};

export type Frame = {
  readonly stateName: string;
  readonly input: unknown;
  /** Variables assigned in this scope. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly enteredAt: number;
  readonly progress: Progress;
};

export type SavedFrame =
  | ({ readonly status: 'RUNNING' } & Frame)
  | { readonly status: 'DONE'; readonly output: unknown };

export type ExecutionEvent = {
  readonly type: string;
  readonly state?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
};

export type Journal = {
  readonly frame: (path: string) => SavedFrame | undefined;
  /** A frame's new state, which drops the frames below it and closes the task tokens of the state before. */
  readonly enter: (path: string, frame: Frame, events: readonly ExecutionEvent[]) => void;
  readonly progress: (path: string, progress: Progress, events?: readonly ExecutionEvent[]) => void;
  /** As `progress`, for a fresh attempt: frames below and open task tokens are dropped. */
  readonly retry: (path: string, progress: Progress, events: readonly ExecutionEvent[]) => void;
  /** The frame has run to its end; for path '' this closes the execution as SUCCEEDED. */
  readonly finish: (path: string, output: unknown, events: readonly ExecutionEvent[]) => void;
};

/** The journal of an Express execution. */
export const forgetfulJournal: Journal = {
  frame: () => undefined,
  enter: () => undefined,
  progress: () => undefined,
  retry: () => undefined,
  finish: () => undefined,
};

/** A journal that refuses to write once `signal` has aborted, so that code still unwinding cannot undo a close. */
export const guardedJournal = (journal: Journal, signal: AbortSignal): Journal => ({
  frame: journal.frame,
  enter: (path, frame, events) => {
    signal.throwIfAborted();
    journal.enter(path, frame, events);
  },
  progress: (path, progress, events) => {
    signal.throwIfAborted();
    journal.progress(path, progress, events);
  },
  retry: (path, progress, events) => {
    signal.throwIfAborted();
    journal.retry(path, progress, events);
  },
  finish: (path, output, events) => {
    signal.throwIfAborted();
    journal.finish(path, output, events);
  },
});
