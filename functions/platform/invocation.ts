import type { Context } from 'aws-lambda';
import { type Meter, processMeter } from './meter.ts';
import { writeMetrics } from './metrics.ts';
import { systemClock } from './time.ts';

/**
 * Wraps a function's handler so that every invocation reports the table units it used, by function.
 * Steps and queue handlers use it directly; API handlers get it from `createApi`.
 */
export const metered =
  <Event, Result>(
    handle: (event: Event, context: Context) => Promise<Result>,
    meter: Meter = processMeter,
    functionName: string = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'unknown',
  ) =>
  async (event: Event, context: Context): Promise<Result> => {
    try {
      return await handle(event, context);
    } finally {
      const { readUnits, writeUnits } = meter.take();
      writeMetrics(
        [
          { name: 'ReadUnits', value: readUnits },
          { name: 'WriteUnits', value: writeUnits },
        ].filter(({ value }) => value > 0),
        { Function: functionName },
        systemClock,
      );
    }
  };
