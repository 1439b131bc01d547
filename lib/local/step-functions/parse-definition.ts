import type * as z from 'zod';
import {
  type Definition,
  type MachineType,
  machineSchema,
  processorSchema,
  type ResourceProblem,
  type Scope,
  type State,
  scopeSchema,
  stateSchemas,
} from './definition.ts';
import { checkScope } from './definition-checks.ts';

/** A definition this interpreter does not run. The message names each state and field it refuses. */
export class InvalidDefinition extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid state machine definition: ${problems.join('; ')}`);
    this.name = 'InvalidDefinition';
    this.problems = problems;
  }
}

type Parsing = { readonly problems: string[] };

const JSONPATH_FIELDS = new Set(
  (
    'InputPath OutputPath ResultPath Parameters ResultSelector Result Variable ItemsPath SecondsPath TimestampPath ' +
    'TimeoutSecondsPath HeartbeatSecondsPath MaxConcurrencyPath ToleratedFailureCountPath ' +
    'ToleratedFailurePercentagePath MaxItemsPath MaxItemsPerBatchPath MaxInputBytesPerBatchPath ErrorPath CausePath'
  ).split(' '),
);

const fieldProblems = (issues: readonly z.core.$ZodIssue[], owner: string): string[] =>
  issues.flatMap((issue) => {
    const at = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [`${owner}, field "${at}": ${issue.message}`];
    return issue.keys.map((key) => {
      const why = JSONPATH_FIELDS.has(key) ? 'belongs to JSONPath; only JSONata is run' : 'is not supported';
      return `${owner}, field "${at === '' ? key : `${at}.${key}`}": ${why}`;
    });
  });

const parsed = <T>(schema: z.ZodType<T>, raw: unknown, owner: string, parsing: Parsing): T | undefined => {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  parsing.problems.push(...fieldProblems(result.error.issues, owner));
  return undefined;
};

const typeOf = (raw: unknown): string | undefined =>
  typeof raw === 'object' && raw !== null && 'Type' in raw && typeof raw.Type === 'string' ? raw.Type : undefined;

const parseParallel = (raw: unknown, owner: string, type: MachineType, parsing: Parsing): State | undefined => {
  const state = parsed(stateSchemas.Parallel, raw, owner, parsing);
  if (state === undefined) return undefined;
  const { Branches, ...rest } = state;
  const branches = Branches.flatMap((branch, index) => {
    const scope = parseScope(branch, `${owner}, branch ${String(index)}`, type, parsing);
    return scope === undefined ? [] : [scope];
  });
  return { ...rest, branches };
};

const parseMap = (raw: unknown, owner: string, type: MachineType, parsing: Parsing): State | undefined => {
  const state = parsed(stateSchemas.Map, raw, owner, parsing);
  if (state === undefined) return undefined;
  const { ItemProcessor, ...rest } = state;
  const within = `${owner}, field "ItemProcessor"`;
  const processor = parsed(processorSchema, ItemProcessor, within, parsing);
  if (processor === undefined) return undefined;
  const { ProcessorConfig: config, ...scopeFields } = processor;
  const childType = config.Mode === 'DISTRIBUTED' ? config.ExecutionType : type;
  const scope = parseScope(scopeFields, within, childType, parsing);
  return scope === undefined ? undefined : { ...rest, config, processor: scope };
};

const parseState = (name: string, raw: unknown, type: MachineType, parsing: Parsing): State | undefined => {
  const owner = `State "${name}"`;
  const stateType = typeOf(raw);
  switch (stateType) {
    case 'Parallel':
      return parseParallel(raw, owner, type, parsing);
    case 'Map':
      return parseMap(raw, owner, type, parsing);
    case 'Task':
    case 'Pass':
    case 'Choice':
    case 'Wait':
    case 'Succeed':
    case 'Fail':
      return parsed<State>(stateSchemas[stateType], raw, owner, parsing);
    default:
      parsing.problems.push(`${owner}, field "Type": ${stateType ?? 'nothing'} is not a state type`);
      return undefined;
  }
};

const parseScope = (raw: unknown, owner: string, type: MachineType, parsing: Parsing): Scope | undefined => {
  const scope = parsed(scopeSchema, raw, owner, parsing);
  if (scope === undefined) return undefined;
  const states = new Map<string, State>();
  for (const [name, rawState] of Object.entries(scope.States)) {
    const state = parseState(name, rawState, type, parsing);
    if (state !== undefined) states.set(name, state);
  }
  return { startAt: scope.StartAt, states };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InvalidDefinition([`is not JSON: ${String(error)}`]);
  }
};

/**
 * Parses a state machine definition (an object or its JSON text) in full, nested machines included.
 *
 * @throws InvalidDefinition naming every unknown state type, field and resource, every JSONPath field, every
 *   transition to nowhere and every JSONata expression that can never be evaluated
 */
export const parseDefinition = (raw: unknown, type: MachineType, resourceProblem: ResourceProblem): Definition => {
  const source = typeof raw === 'string' ? jsonOf(raw) : raw;
  const parsing: Parsing = { problems: [] };
  const machine = parsed(machineSchema, source, 'State machine', parsing);
  if (machine === undefined) throw new InvalidDefinition(parsing.problems);
  const { StartAt, States, TimeoutSeconds } = machine;
  const scope = parseScope({ StartAt, States }, 'State machine', type, parsing);
  if (scope !== undefined && parsing.problems.length === 0) {
    parsing.problems.push(...checkScope(scope, { type, resourceProblem, outer: new Set(), names: new Set() }));
  }
  if (scope === undefined || parsing.problems.length > 0) throw new InvalidDefinition(parsing.problems);
  return { ...scope, timeoutSeconds: TimeoutSeconds };
};
