import * as z from 'zod';

/** One line a function wrote. */
export type OutputLine = Readonly<{ at: string; functionName: string; text: string }>;
export type MetricValue = Readonly<{ functionName: string; name: string; value: number }>;

const KEPT_LINES = 200;
/** A line longer than this is cut when kept; CloudWatch's own limit is 256 KB an event. */
const KEPT_CHARACTERS = 4_000;

/** CloudWatch's embedded metric format. */
const EmbeddedMetrics = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
});

/** The metrics of a line in the embedded metric format; none for any other line. */
export const metricsOf = (line: string): { name: string; value: number }[] => {
  if (!line.includes('"_aws"')) return [];
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return [];
  }
  const parsed = EmbeddedMetrics.safeParse(value);
  if (!parsed.success) return [];
  const names = parsed.data._aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return names.flatMap((name) => {
    const values = parsed.data[name];
    const sum = [values].flat().reduce<number>((total, one) => (typeof one === 'number' ? total + one : total), 0);
    return sum === 0 ? [] : [{ name, value: sum }];
  });
};

/** Collects what functions write: metric lines go to `onMetric`, the last lines of each function are kept to be read. */
export const createOutputLines = ({ onMetric }: { onMetric: (metric: MetricValue) => void }) => {
  const kept = new Map<string, OutputLine[]>();
  const begun = new Map<string, string>();

  const take = (functionName: string, text: string): void => {
    const metrics = metricsOf(text);
    for (const { name, value } of metrics) onMetric({ functionName, name, value });
    if (metrics.length > 0 || text.trim() === '') return;
    const lines = kept.get(functionName) ?? [];
    lines.push({ at: new Date().toISOString(), functionName, text: text.slice(0, KEPT_CHARACTERS) });
    if (lines.length > KEPT_LINES) lines.shift();
    kept.set(functionName, lines);
  };

  return {
    /** Takes a piece of output as it was written; a line is taken when its end has come. */
    write: (functionName: string, piece: string): void => {
      const lines = `${begun.get(functionName) ?? ''}${piece}`.split('\n');
      begun.set(functionName, lines.pop() ?? '');
      for (const line of lines) take(functionName, line);
    },
    /** The last lines of a function, oldest first. */
    of: (functionName: string): readonly OutputLine[] => kept.get(functionName) ?? [],
  };
};
