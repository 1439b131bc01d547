/** What this process has used of the table since the last report: capacity units, summed from DynamoDB's own answers. */
export type Meter = {
  readonly add: (units: Readonly<{ read?: number; write?: number }>) => void;
  /** Gives what came together since the last call and starts again at zero. */
  readonly take: () => Readonly<{ readUnits: number; writeUnits: number }>;
};

export const createMeter = (): Meter => {
  let readUnits = 0;
  let writeUnits = 0;
  return {
    add: ({ read = 0, write = 0 }) => {
      readUnits += read;
      writeUnits += write;
    },
    take: () => {
      const taken = { readUnits, writeUnits };
      readUnits = 0;
      writeUnits = 0;
      return taken;
    },
  };
};

/** The meter of this function's process: one process runs one function, so its sums belong to that function. */
export const processMeter: Meter = createMeter();
