/** The largest input, output or result of a state: 256 KiB of UTF-8 JSON (Step Functions service quota). */
export const DATA_LIMIT = 262_144;

/** A state's failure as Amazon States Language knows it: an error name and a cause, both optional. */
export class StateFailure extends Error {
  readonly errorName: string | undefined;
  readonly causeText: string | undefined;
  /** A second name the error answers to: a missed heartbeat is reported as States.Timeout. */
  readonly alias: string | undefined;

  constructor(errorName: string | undefined, causeText?: string, alias?: string) {
    super(`${errorName ?? 'no error name'}: ${causeText ?? 'no cause'}`);
    this.name = 'StateFailure';
    this.errorName = errorName;
    this.causeText = causeText;
    this.alias = alias;
  }
}

/** The failure as `$states.errorOutput` shows it. */
export const errorOutput = (failure: StateFailure): Record<string, string> => ({
  ...(failure.errorName === undefined ? {} : { Error: failure.errorName }),
  ...(failure.causeText === undefined ? {} : { Cause: failure.causeText }),
});

const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);

/**
 * Whether an ErrorEquals list names the failure. States.Runtime is never caught; States.ALL does not cover
 * States.DataLimitExceeded; States.TaskFailed covers everything but timeouts
 * (Step Functions developer guide, "Handling errors in workflows").
 */
export const errorMatches = (names: readonly string[], failure: StateFailure): boolean => {
  const error = failure.errorName ?? '';
  if (error === 'States.Runtime') return false;
  return names.some((name) => {
    if (name === error || name === failure.alias) return true;
    if (error === 'States.DataLimitExceeded') return false;
    return name === 'States.ALL' || (name === 'States.TaskFailed' && !TIMEOUTS.has(error));
  });
};

/** What an unexpected exception becomes: States.Runtime, which fails the execution. */
export const asFailure = (thrown: unknown): StateFailure =>
  thrown instanceof StateFailure
    ? thrown
    : new StateFailure('States.Runtime', thrown instanceof Error ? thrown.message : String(thrown));

/** A value's compact JSON; undefined for what JSON has no text for, which the library's type leaves out. */
export const jsonText = (value: unknown): string | undefined => JSON.stringify(value);

/** Size of a value as the service measures it: bytes of its compact JSON in UTF-8. */
const jsonBytes = (value: unknown): number => Buffer.byteLength(jsonText(value) ?? '');

/** Throws States.DataLimitExceeded when the value is over 256 KiB. `what` begins the cause's sentence. */
export const assertWithinDataLimit = (value: unknown, what: string): void => {
  const bytes = jsonBytes(value);
  if (bytes > DATA_LIMIT) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `${what} has a size exceeding the maximum number of bytes service limit (${String(bytes)} > ${String(DATA_LIMIT)}).`,
    );
  }
};

/** Error and cause of a thrown value, as an execution that it fails records them. */
export const failureFields = (thrown: unknown): { error: string | undefined; cause: string | undefined } => {
  const failure = asFailure(thrown);
  return { error: failure.errorName, cause: failure.causeText };
};
