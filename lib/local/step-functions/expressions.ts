import jsonata from 'jsonata';
import { type FunctionSources, stepFunctionsFunctions } from './expression-functions.ts';
import { jsonText, StateFailure } from './failures.ts';

/** Variables by name, without `$`. */
export type Bindings = Readonly<Record<string, unknown>>;

export type Expressions = {
  /** The value of a JSON template in which strings of the form `{% … %}` are JSONata. */
  readonly evaluate: (template: unknown, field: string, bindings: Bindings) => Promise<unknown>;
  readonly evaluateNumber: (
    template: unknown,
    field: string,
    bindings: Bindings,
    range?: { readonly minimum: number; readonly maximum?: number },
  ) => Promise<number>;
  readonly evaluateString: (template: unknown, field: string, bindings: Bindings) => Promise<string>;
  readonly evaluateBoolean: (template: unknown, field: string, bindings: Bindings) => Promise<boolean>;
};

/** An expression may run for so long before it is given up; the service has a limit of its own. */
const EVALUATION_TIMEOUT = 5_000;
const EVALUATION_DEPTH = 500;

/** The JSONata source inside `{% … %}`, or undefined for a plain string. No blanks may stand around the delimiters. */
export const expressionSource = (text: string): string | undefined =>
  text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;

const queryError = (source: string, field: string, problem: string): StateFailure =>
  new StateFailure(
    'States.QueryEvaluationError',
    `The JSONata expression '${source}' specified for the field '${field}' ${problem}`,
  );

const describeError = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${'message' in error && typeof error.message === 'string' ? error.message : 'unknown error'}`;
};

const typeName = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/** Gives the evaluator of one interpreter: expressions are compiled once, and time and chance come from the ports. */
export const createExpressions = (sources: FunctionSources): Expressions => {
  const compiled = new Map<string, jsonata.Expression>();
  const functions = stepFunctionsFunctions(sources);

  const compile = (source: string): jsonata.Expression => {
    const known = compiled.get(source);
    if (known !== undefined) return known;
    const made = jsonata(source, { timeout: EVALUATION_TIMEOUT, stack: EVALUATION_DEPTH });
    compiled.set(source, made);
    return made;
  };

  const run = async (source: string, field: string, bindings: Bindings): Promise<unknown> => {
    let result: unknown;
    try {
      result = await compile(source).evaluate(undefined, { ...functions, ...bindings });
    } catch (error) {
      throw queryError(source, field, `threw an error during evaluation. ${describeError(error)}`);
    }
    // JSON text takes JSONata's sequence markers off, and functions away, as nothing but JSON may leave a state.
    const text = jsonText(result);
    if (text === undefined) throw queryError(source, field, 'returned nothing (undefined).');
    return JSON.parse(text);
  };

  const evaluate: Expressions['evaluate'] = async (template, field, bindings) => {
    if (typeof template === 'string') {
      const source = expressionSource(template);
      return source === undefined ? template : run(source, field, bindings);
    }
    if (Array.isArray(template)) {
      const values: unknown[] = [];
      for (const [index, member] of template.entries()) {
        values.push(await evaluate(member, `${field}[${String(index)}]`, bindings));
      }
      return values;
    }
    if (typeof template !== 'object' || template === null) return template;
    const entries: [string, unknown][] = [];
    for (const [key, member] of Object.entries(template)) {
      entries.push([key, await evaluate(member, `${field}/${key}`, bindings)]);
    }
    return Object.fromEntries(entries);
  };

  const unexpected = (template: unknown, field: string, expected: string, value: unknown): StateFailure => {
    const source = typeof template === 'string' ? (expressionSource(template) ?? template) : JSON.stringify(template);
    const shown = JSON.stringify(value).slice(0, 200);
    return queryError(
      source,
      field,
      `returned an unexpected result type. Expected '${expected}', but was '${typeName(value)}' for value: ${shown}`,
    );
  };

  return {
    evaluate,
    evaluateNumber: async (template, field, bindings, range) => {
      const value = await evaluate(template, field, bindings);
      const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = range ?? {};
      if (typeof value !== 'number') throw unexpected(template, field, 'number', value);
      if (value < minimum || value > maximum) {
        throw unexpected(template, field, `number from ${String(minimum)} to ${String(maximum)}`, value);
      }
      return value;
    },
    evaluateString: async (template, field, bindings) => {
      const value = await evaluate(template, field, bindings);
      if (typeof value !== 'string') throw unexpected(template, field, 'string', value);
      return value;
    },
    evaluateBoolean: async (template, field, bindings) => {
      const value = await evaluate(template, field, bindings);
      if (typeof value !== 'boolean') throw unexpected(template, field, 'boolean', value);
      return value;
    },
  };
};
