import * as z from 'zod';
import type { MessageAttributes } from './message-attributes.ts';

const comparison = z.enum(['<', '<=', '=', '>', '>=']);

const condition = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ 'anything-but': z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]) }),
  z.strictObject({
    numeric: z.union([z.tuple([comparison, z.number()]), z.tuple([comparison, z.number(), comparison, z.number()])]),
  }),
]);

type Condition = z.infer<typeof condition>;
type Policy = { [name: string]: Policy | Condition[] };

const policy: z.ZodType<Policy> = z.record(
  z.string().refine((name) => name !== '$or', '$or is not supported in a filter policy'),
  z.lazy(() => z.union([z.array(condition).min(1), policy])),
);

/** A subscription filter policy. Operators that are not listed here are refused, naming them. */
export const filterPolicy = policy;
export type FilterPolicy = Policy;

/** Whether a policy over message attributes lets the message through: every name must match one of its conditions. */
export function matchesAttributes(policy: FilterPolicy, attributes: MessageAttributes): boolean {
  return Object.entries(policy).every(([name, conditions]) => {
    if (!Array.isArray(conditions)) throw new Error(`filter policy: ${name} must be a list of conditions`);
    const attribute = attributes[name];
    const values = attribute ? attributeValues(attribute.DataType, attribute.StringValue ?? '') : [];
    return conditions.some((one) => matchesAny(one, values));
  });
}

/** Whether a policy over the message body lets a JSON body through; a body that is no JSON object never passes. */
export function matchesBody(policy: FilterPolicy, body: string): boolean {
  try {
    return matchesTree(policy, JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function matchesTree(policy: FilterPolicy, value: unknown): boolean {
  const fields = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return Object.entries(policy).every(([name, rule]) => {
    const field = fields.get(name);
    if (!Array.isArray(rule)) return fields.has(name) && matchesTree(rule, field);
    const values: unknown[] = Array.isArray(field) ? field : fields.has(name) ? [field] : [];
    return rule.some((one) => matchesAny(one, values));
  });
}

function attributeValues(dataType: string, value: string): unknown[] {
  if (dataType === 'Number') return [Number(value)];
  if (dataType !== 'String.Array') return [value];
  const list: unknown = JSON.parse(value);
  return Array.isArray(list) ? list : [];
}

function matchesAny(one: Condition, values: readonly unknown[]): boolean {
  if (typeof one === 'object' && one !== null && 'exists' in one) return values.length > 0 === one.exists;
  return values.some((value) => matches(one, value));
}

function matches(one: Condition, value: unknown): boolean {
  if (typeof one !== 'object' || one === null) return one === value;
  if ('prefix' in one) return typeof value === 'string' && value.startsWith(one.prefix);
  if ('suffix' in one) return typeof value === 'string' && value.endsWith(one.suffix);
  if ('equals-ignore-case' in one) {
    return typeof value === 'string' && value.toLowerCase() === one['equals-ignore-case'].toLowerCase();
  }
  if ('anything-but' in one) return ![one['anything-but']].flat().some((banned) => banned === value);
  if ('numeric' in one) {
    const [first, bound, second, other] = one.numeric;
    return (
      typeof value === 'number' &&
      compares(first, value, bound) &&
      (second === undefined || other === undefined || compares(second, value, other))
    );
  }
  return false;
}

function compares(operator: z.infer<typeof comparison>, value: number, bound: number): boolean {
  switch (operator) {
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    case '=':
      return value === bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
  }
}
