/** What a local run has used, in the units AWS bills (spec/performance.md): counts do not depend on the machine. */
export type Counts = Readonly<{
  /** State transitions of Standard executions. */
  transitions: number;
  lambdaInvocations: number;
  /** SQS requests, each started 64 KB of one as one. */
  sqsRequests: number;
  writeUnits: number;
  readUnits: number;
  byFunction: Readonly<Record<string, Readonly<{ invocations: number; readUnits: number; writeUnits: number }>>>;
  bySqsAction: Readonly<Record<string, number>>;
}>;

type FunctionCounts = { invocations: number; readUnits: number; writeUnits: number };

/** Counts since this process began. */
export const createCounts = () => {
  let transitions = 0;
  const byFunction = new Map<string, FunctionCounts>();
  const bySqsAction = new Map<string, number>();
  const of = (functionName: string): FunctionCounts => {
    const known = byFunction.get(functionName) ?? { invocations: 0, readUnits: 0, writeUnits: 0 };
    byFunction.set(functionName, known);
    return known;
  };
  const sum = (part: keyof FunctionCounts): number =>
    [...byFunction.values()].reduce((total, counts) => total + counts[part], 0);

  return {
    transition: (): void => {
      transitions += 1;
    },
    invocation: (functionName: string): void => {
      of(functionName).invocations += 1;
    },
    sqsRequest: (action: string, billed: number): void => {
      bySqsAction.set(action, (bySqsAction.get(action) ?? 0) + billed);
    },
    /** Takes the table units that functions report in the embedded metric format. */
    metric: ({ functionName, name, value }: { functionName: string; name: string; value: number }): void => {
      if (name === 'ReadUnits') of(functionName).readUnits += value;
      if (name === 'WriteUnits') of(functionName).writeUnits += value;
    },
    read: (): Counts => ({
      transitions,
      lambdaInvocations: sum('invocations'),
      sqsRequests: [...bySqsAction.values()].reduce((total, count) => total + count, 0),
      writeUnits: sum('writeUnits'),
      readUnits: sum('readUnits'),
      byFunction: Object.fromEntries([...byFunction].map(([name, counts]) => [name, { ...counts }])),
      bySqsAction: Object.fromEntries(bySqsAction),
    }),
  };
};
