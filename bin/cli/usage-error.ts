/** A mistake of the caller: printed as it is, without a stack, exit code 2. */
export class UsageError extends Error {}
