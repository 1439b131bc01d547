import * as z from 'zod';

/**
 * The Amazon States Language this interpreter runs: JSONata machines only. A schema lists every field a state may
 * have; whatever else a definition holds is refused, naming state and field.
 */

const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression {% … %}');
const integer = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) => z.int().min(minimum).max(maximum);
const numberOrExpression = (number: z.ZodNumber | z.ZodInt) => z.union([number, expression]);
const template = z.unknown();
const objectOrExpression = z.union([z.record(z.string(), z.unknown()), expression]);

const variables = z.record(
  z
    .string()
    .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'is not a variable name')
    .max(80)
    .refine((name) => name !== 'states', '"states" is reserved'),
  template,
);

const transition = { Next: z.string().optional(), End: z.literal(true).optional() };
const common = { Comment: z.string().optional(), QueryLanguage: z.literal('JSONata').optional() };
const results = { Assign: variables.optional(), Output: template.optional() };

const retrier = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: integer(1, 99_999_999).default(1),
  MaxAttempts: integer(0, 99_999_999).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: integer(1, 31_622_400).optional(),
  JitterStrategy: z.enum(['NONE', 'FULL']).default('NONE'),
  Comment: z.string().optional(),
});

const catcher = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  Comment: z.string().optional(),
  ...results,
});

const recovery = { Retry: z.array(retrier).default([]), Catch: z.array(catcher).default([]) };

const choiceRule = z.strictObject({
  Condition: z.union([expression, z.boolean()]),
  Next: z.string(),
  Comment: z.string().optional(),
  ...results,
});

const LONGEST_TASK = 99_999_999;

const readerConfig = z.strictObject({
  InputType: z.enum(['JSON', 'JSONL', 'CSV']),
  CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).optional(),
  CSVHeaders: z.array(z.string()).min(1).optional(),
  CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).optional(),
  MaxItems: numberOrExpression(integer(1)).optional(),
});

const itemReader = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:getObject'),
  ReaderConfig: readerConfig,
  Arguments: objectOrExpression,
});

const itemBatcher = z
  .strictObject({
    MaxItemsPerBatch: numberOrExpression(integer(1)).optional(),
    MaxInputBytesPerBatch: numberOrExpression(integer(1, 262_144)).optional(),
    BatchInput: objectOrExpression.optional(),
  })
  .refine(
    (batcher) => batcher.MaxItemsPerBatch !== undefined || batcher.MaxInputBytesPerBatch !== undefined,
    'needs MaxItemsPerBatch or MaxInputBytesPerBatch',
  );

const resultWriter = z.strictObject({
  Resource: z.literal('arn:aws:states:::s3:putObject').optional(),
  Arguments: objectOrExpression.optional(),
  WriterConfig: z
    .strictObject({ Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']), OutputType: z.enum(['JSON', 'JSONL']) })
    .optional(),
});

const processorConfig = z.union([
  z.strictObject({ Mode: z.literal('INLINE') }),
  z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.enum(['STANDARD', 'EXPRESS']) }),
]);

/** Every state type's own fields; nested machines are parsed apart, as they are scopes of their own. */
export const stateSchemas = {
  Task: z.strictObject({
    Type: z.literal('Task'),
    Resource: z.string(),
    Arguments: objectOrExpression.optional(),
    TimeoutSeconds: numberOrExpression(integer(1, LONGEST_TASK)).optional(),
    HeartbeatSeconds: numberOrExpression(integer(1, LONGEST_TASK)).optional(),
    ...common,
    ...transition,
    ...results,
    ...recovery,
  }),
  Pass: z.strictObject({ Type: z.literal('Pass'), ...common, ...transition, ...results }),
  Choice: z.strictObject({
    Type: z.literal('Choice'),
    Choices: z.array(choiceRule).min(1),
    Default: z.string().optional(),
    ...common,
    ...results,
  }),
  Wait: z.strictObject({
    Type: z.literal('Wait'),
    Seconds: numberOrExpression(integer(0, LONGEST_TASK)).optional(),
    Timestamp: z.union([z.iso.datetime({ offset: true }), expression]).optional(),
    ...common,
    ...transition,
    ...results,
  }),
  Succeed: z.strictObject({ Type: z.literal('Succeed'), Output: template.optional(), ...common }),
  Fail: z.strictObject({
    Type: z.literal('Fail'),
    Error: z.string().optional(),
    Cause: z.string().optional(),
    ...common,
  }),
  Parallel: z.strictObject({
    Type: z.literal('Parallel'),
    Branches: z.array(z.unknown()).min(1),
    Arguments: template.optional(),
    ...common,
    ...transition,
    ...results,
    ...recovery,
  }),
  Map: z.strictObject({
    Type: z.literal('Map'),
    ItemProcessor: z.unknown(),
    Items: z.union([z.array(z.unknown()), expression]).optional(),
    ItemReader: itemReader.optional(),
    ItemSelector: template.optional(),
    ItemBatcher: itemBatcher.optional(),
    ResultWriter: resultWriter.optional(),
    MaxConcurrency: numberOrExpression(integer(0)).optional(),
    ToleratedFailureCount: numberOrExpression(integer(0)).optional(),
    ToleratedFailurePercentage: numberOrExpression(z.number().min(0).max(100)).optional(),
    Label: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,40}$/)
      .optional(),
    ...common,
    ...transition,
    ...results,
    ...recovery,
  }),
} as const;

export const scopeSchema = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string().min(1).max(80), z.unknown()),
});

export const processorSchema = z.strictObject({
  ...scopeSchema.shape,
  ProcessorConfig: processorConfig.default({ Mode: 'INLINE' }),
});

export const machineSchema = z.strictObject({
  ...scopeSchema.shape,
  QueryLanguage: z.literal('JSONata', 'must be "JSONata": machines in JSONPath are not run here'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: integer(1, LONGEST_TASK).optional(),
});

export type Retrier = z.infer<typeof retrier>;
export type Catcher = z.infer<typeof catcher>;
type ProcessorConfig = z.infer<typeof processorConfig>;
export type TaskState = z.infer<typeof stateSchemas.Task>;
type PassState = z.infer<typeof stateSchemas.Pass>;
export type ChoiceState = z.infer<typeof stateSchemas.Choice>;
export type WaitState = z.infer<typeof stateSchemas.Wait>;
type SucceedState = z.infer<typeof stateSchemas.Succeed>;
export type FailState = z.infer<typeof stateSchemas.Fail>;
export type ParallelState = Omit<z.infer<typeof stateSchemas.Parallel>, 'Branches'> & {
  readonly branches: readonly Scope[];
};
export type MapState = Omit<z.infer<typeof stateSchemas.Map>, 'ItemProcessor'> & {
  readonly processor: Scope;
  readonly config: ProcessorConfig;
};

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** States that run to one end: a machine, a branch of a Parallel state, or a Map state's item processor. */
export type Scope = { readonly startAt: string; readonly states: ReadonlyMap<string, State> };

export type MachineType = 'STANDARD' | 'EXPRESS';

export type Definition = Scope & { readonly timeoutSeconds: number | undefined };

/** Why a Task's Resource cannot be used in a machine of this type, or undefined when it can. */
export type ResourceProblem = (resource: string, type: MachineType, args: unknown) => string | undefined;
