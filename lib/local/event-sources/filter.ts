import * as z from 'zod';

/** Filter criteria of an event source mapping: patterns of EventBridge's language, of which a record must match one. */
export const FilterCriteria = z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) });

const rule = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]) }),
]);
type Rule = z.infer<typeof rule>;
type Pattern = { [name: string]: Pattern | Rule[] };
const pattern: z.ZodType<Pattern> = z.lazy(() => z.record(z.string(), z.union([z.array(rule), pattern])));

const matchesRule = (value: unknown, wanted: Rule): boolean => {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  if ('exists' in wanted) return (value !== undefined) === wanted.exists;
  if ('prefix' in wanted) return typeof value === 'string' && value.startsWith(wanted.prefix);
  if ('suffix' in wanted) return typeof value === 'string' && value.endsWith(wanted.suffix);
  return value !== undefined && ![wanted['anything-but']].flat().some((other) => other === value);
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

const matches = (value: unknown, wanted: Pattern): boolean =>
  Object.entries(wanted).every(([name, part]) => {
    const found = field(value, name);
    if (!Array.isArray(part)) return matches(found, part);
    const values = Array.isArray(found) ? found : [found];
    return part.some((one) => values.some((each) => matchesRule(each, one)));
  });

/**
 * Whether a record passes the criteria; without any, all do.
 * @throws Error for a rule of the pattern language that is not supported (`numeric`, `cidr`, `$or`, …)
 * Source: Lambda developer guide, "Control which events Lambda sends to your function".
 */
export const createFilter = (criteria: z.infer<typeof FilterCriteria> | undefined): ((record: unknown) => boolean) => {
  if (criteria === undefined) return () => true;
  const patterns = criteria.Filters.map(({ Pattern: text }) => {
    const parsed = pattern.safeParse(JSON.parse(text));
    if (!parsed.success) throw new Error(`The filter ${text} is not supported by the local cloud`);
    return parsed.data;
  });
  return (record) => patterns.some((one) => matches(record, one));
};
