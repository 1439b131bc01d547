import type { Clock } from './time.ts';

type Unit = 'Count' | 'Milliseconds';
export type Metric = Readonly<{ name: string; value: number; unit?: Unit }>;

/**
 * Writes one line in CloudWatch's embedded metric format: CloudWatch (and the local cloud) makes metrics of it without a call.
 * Source: CloudWatch user guide, "Embedded metric format specification".
 */
export const writeMetrics = (
  metrics: readonly Metric[],
  dimensions: Readonly<Record<string, string>>,
  clock: Clock,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): void => {
  if (metrics.length === 0) return;
  write(
    JSON.stringify({
      _aws: {
        Timestamp: clock(),
        CloudWatchMetrics: [
          {
            Namespace: 'Throughline',
            Dimensions: [Object.keys(dimensions)],
            Metrics: metrics.map(({ name, unit = 'Count' }) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
    }),
  );
};
