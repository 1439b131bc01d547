import type { MachineType, MapState, ResourceProblem, Scope, State, TaskState } from './definition.ts';
import { expressionProblem } from './expression-syntax.ts';
import { expressionSource } from './expressions.ts';

/**
 * What Step Functions checks of a well-formed definition before it accepts it: transitions lead somewhere, state
 * names are unique, an inner scope does not assign a variable of an outer one, expressions compile.
 */
export type CheckContext = {
  readonly type: MachineType;
  readonly resourceProblem: ResourceProblem;
  /** Variables that enclosing scopes assign and that are visible here. */
  readonly outer: ReadonlySet<string>;
  /** State names seen so far in the whole machine. */
  readonly names: Set<string>;
};

const expressionProblems = (value: unknown, field: string): string[] => {
  if (typeof value === 'string') {
    const source = expressionSource(value);
    const problem = source === undefined ? undefined : expressionProblem(source);
    return problem === undefined ? [] : [`field "${field}": the expression "${source ?? ''}" ${problem}`];
  }
  if (Array.isArray(value)) {
    return value.flatMap((member, index) => expressionProblems(member, `${field}[${String(index)}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    expressionProblems(member, field === '' ? key : `${field}.${key}`),
  );
};

const targetsOf = (state: State): string[] => [
  ...('Next' in state && state.Next !== undefined ? [state.Next] : []),
  ...(state.Type === 'Choice'
    ? [...state.Choices.map((rule) => rule.Next), ...(state.Default === undefined ? [] : [state.Default])]
    : []),
  ...('Catch' in state ? state.Catch.map((catcher) => catcher.Next) : []),
];

const transitionProblems = (state: State, scope: Scope): string[] => {
  const missing = targetsOf(state)
    .filter((target) => !scope.states.has(target))
    .map((target) => `leads to "${target}", which is not a state of its scope`);
  const needsOne = state.Type !== 'Choice' && state.Type !== 'Succeed' && state.Type !== 'Fail';
  const given = needsOne ? [state.Next, state.End].filter((field) => field !== undefined).length : 1;
  return given === 1 ? missing : [...missing, 'needs exactly one of the fields "Next" and "End"'];
};

const wildcardProblems = (rules: readonly { readonly ErrorEquals: readonly string[] }[], field: string): string[] =>
  rules
    .filter((rule) => rule.ErrorEquals.includes('States.ALL'))
    .filter((rule) => rule.ErrorEquals.length > 1 || rule !== rules.at(-1))
    .map(() => `field "${field}": States.ALL must stand alone and in the last entry`);

const recoveryProblems = (state: State): string[] =>
  'Retry' in state ? [...wildcardProblems(state.Retry, 'Retry'), ...wildcardProblems(state.Catch, 'Catch')] : [];

const taskProblems = (state: TaskState, context: CheckContext): string[] => {
  const problem = context.resourceProblem(state.Resource, context.type, state.Arguments);
  const late =
    typeof state.TimeoutSeconds === 'number' &&
    typeof state.HeartbeatSeconds === 'number' &&
    state.HeartbeatSeconds >= state.TimeoutSeconds;
  return [
    ...(problem === undefined ? [] : [problem]),
    ...(late ? ['field "HeartbeatSeconds": must be smaller than TimeoutSeconds'] : []),
  ];
};

const DISTRIBUTED_FIELDS = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
] as const;

const mapProblems = (state: MapState, context: CheckContext): string[] => {
  const problems: string[] = [];
  if (state.config.Mode === 'INLINE') {
    const misplaced = DISTRIBUTED_FIELDS.filter((field) => state[field] !== undefined);
    problems.push(...misplaced.map((field) => `field "${field}": is for a Map in DISTRIBUTED mode only`));
  } else if (context.type === 'EXPRESS') {
    problems.push('field "ItemProcessor.ProcessorConfig": an EXPRESS machine cannot run a distributed Map');
  }
  if (state.Items !== undefined && state.ItemReader !== undefined) {
    problems.push('fields "Items" and "ItemReader" exclude each other');
  }
  const config = state.ItemReader?.ReaderConfig;
  if (config?.InputType === 'CSV' && (config.CSVHeaderLocation === 'GIVEN') !== (config.CSVHeaders !== undefined)) {
    problems.push('field "ItemReader.ReaderConfig": CSVHeaders goes with CSVHeaderLocation GIVEN');
  }
  const writer = state.ResultWriter;
  if (writer !== undefined && (writer.Resource === undefined) !== (writer.Arguments === undefined)) {
    problems.push('field "ResultWriter": Resource and Arguments go together');
  }
  return problems;
};

const ownProblems = (state: State, context: CheckContext): string[] => {
  if (state.Type === 'Task') return taskProblems(state, context);
  if (state.Type === 'Map') return mapProblems(state, context);
  if (state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
    return ['needs exactly one of the fields "Seconds" and "Timestamp"'];
  }
  return [];
};

const assignedIn = (state: State): string[] => [
  ...('Assign' in state ? Object.keys(state.Assign ?? {}) : []),
  ...(state.Type === 'Choice' ? state.Choices.flatMap((rule) => Object.keys(rule.Assign ?? {})) : []),
  ...('Catch' in state ? state.Catch.flatMap((catcher) => Object.keys(catcher.Assign ?? {})) : []),
];

const nestedProblems = (state: State, visible: ReadonlySet<string>, context: CheckContext): string[] => {
  if (state.Type === 'Parallel') {
    return state.branches.flatMap((branch) => checkScope(branch, { ...context, outer: visible }));
  }
  if (state.Type !== 'Map') return [];
  // Child executions of a distributed Map begin without any variable of their parent.
  return state.config.Mode === 'DISTRIBUTED'
    ? checkScope(state.processor, { ...context, type: state.config.ExecutionType, outer: new Set() })
    : checkScope(state.processor, { ...context, outer: visible });
};

const expressionsOf = (state: State): string[] => {
  if (state.Type === 'Parallel') return expressionProblems({ ...state, branches: undefined }, '');
  if (state.Type === 'Map') return expressionProblems({ ...state, processor: undefined }, '');
  return expressionProblems(state, '');
};

/** Every problem of a scope and of the scopes inside it, each naming its state. */
export const checkScope = (scope: Scope, context: CheckContext): string[] => {
  const problems = scope.states.has(scope.startAt)
    ? []
    : [`field "StartAt": "${scope.startAt}" is not a state of its scope`];
  const assigned = new Set([...scope.states.values()].flatMap(assignedIn));
  const visible = new Set([...context.outer, ...assigned]);
  for (const [name, state] of scope.states) {
    const shadowed = assignedIn(state).filter((variable) => context.outer.has(variable));
    const own = [
      ...(context.names.has(name) ? ['has the name of another state of the machine'] : []),
      ...transitionProblems(state, scope),
      ...recoveryProblems(state),
      ...ownProblems(state, context),
      ...shadowed.map((variable) => `field "Assign": "${variable}" is a variable of an outer scope`),
      ...expressionsOf(state),
    ];
    context.names.add(name);
    problems.push(...own.map((problem) => `State "${name}", ${problem}`));
    problems.push(...nestedProblems(state, visible, context));
  }
  return problems;
};
