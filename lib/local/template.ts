import type { Assembly, Asset, StackTemplate } from './assembly.ts';
import { holds, type Lookups, NO_VALUE, resolveValue } from './intrinsics.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './protocol.ts';

/** A resource of the template with its properties resolved. */
export type Resource = Readonly<{
  stack: string;
  logicalId: string;
  type: string;
  /** Where it stands in the CDK app, for messages to people. */
  path: string;
  properties: Readonly<Record<string, unknown>>;
}>;

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export type ResourceValues = Readonly<{ ref: string; attributes: Readonly<Record<string, string>> }>;

/**
 * Names a resource: `property` reads one of its properties, resolved, so that a name given in the template is kept.
 * Must depend on nothing but the template, so that names are the same at every start.
 */
export type Naming = (
  resource: Readonly<{ stack: string; logicalId: string; type: string; property: (name: string) => unknown }>,
) => ResourceValues;

export type Template = Readonly<{
  resources: readonly Resource[];
  /** The resource that a name, ARN or URL given by `Ref` or `Fn::GetAtt` stands for. */
  find: (type: string, value: string) => Resource | undefined;
  valuesOf: (resource: Resource) => ResourceValues;
  /** Outputs of a stack, resolved. */
  outputs: (stack: string) => Readonly<Record<string, unknown>>;
  asset: (objectKey: string) => Asset | undefined;
}>;

const pseudoParameters = (stack: string): Readonly<Record<string, unknown>> => ({
  'AWS::AccountId': LOCAL_ACCOUNT,
  'AWS::Region': LOCAL_REGION,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': stack,
  'AWS::StackId': `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT}:stack/${stack}/local`,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': NO_VALUE,
});

/** Gives `compute(key)` once a key; a key that needs itself is refused by name instead of running for ever. */
const once = <Value>(what: string, compute: (key: string) => Value): ((key: string) => Value) => {
  const known = new Map<string, Value>();
  const underway = new Set<string>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (underway.has(key)) throw new Error(`${what} ${key} refers to itself`);
    underway.add(key);
    try {
      const value = compute(key);
      known.set(key, value);
      return value;
    } finally {
      underway.delete(key);
    }
  };
};

type ResolvedStack = Readonly<{
  resources: readonly Resource[];
  valuesOf: (logicalId: string) => ResourceValues;
  outputs: () => Record<string, unknown>;
  exports: ReadonlyMap<string, () => unknown>;
}>;

/**
 * Resolves all stacks of an assembly: conditions, parameters' defaults, imports between stacks, and every reference, with names that stay the
 * same from start to start.
 * @throws Error naming the stack and resource whose properties cannot be resolved.
 */
export const resolveTemplate = (
  { stacks, assets }: Assembly,
  naming: Naming,
  parameters: Readonly<Record<string, string>> = {},
): Template => {
  const exported = new Map<string, () => unknown>();
  const imported = (name: string): unknown => {
    const value = exported.get(name);
    if (value === undefined) throw new Error(`No stack exports ${name}`);
    return value();
  };
  const resolved = new Map<string, ResolvedStack>();
  for (const { name, template } of stacks) {
    const stack = resolveStack(name, template, naming, imported, parameters);
    resolved.set(name, stack);
    for (const [key, value] of stack.exports) exported.set(key, value);
  }
  const resources = [...resolved.values()].flatMap((stack) => stack.resources);
  const valuesOf = ({ stack, logicalId }: Resource): ResourceValues => {
    const found = resolved.get(stack);
    if (found === undefined) throw new Error(`There is no stack ${stack}`);
    return found.valuesOf(logicalId);
  };
  return {
    resources,
    valuesOf,
    find: (type, value) =>
      resources.find((resource) => {
        if (resource.type !== type) return false;
        const { ref, attributes } = valuesOf(resource);
        return ref === value || Object.values(attributes).includes(value);
      }),
    outputs: (stack) => resolved.get(stack)?.outputs() ?? {},
    asset: (objectKey) => assets.get(objectKey),
  };
};

const resolveStack = (
  stack: string,
  template: StackTemplate,
  naming: Naming,
  imported: (name: string) => unknown,
  parameters: Readonly<Record<string, string>>,
): ResolvedStack => {
  const sourceOf = (logicalId: string) => {
    const source = template.Resources[logicalId];
    if (source === undefined) throw new Error(`Stack ${stack} has no resource ${logicalId}`);
    return source;
  };
  const valuesOf = once(`Resource ${stack}`, (logicalId: string): ResourceValues => {
    const { Type, Properties } = sourceOf(logicalId);
    const property = (name: string): unknown => {
      const given = resolveValue(Properties[name], lookups);
      return given === NO_VALUE ? undefined : given;
    };
    return naming({ stack, logicalId, type: Type, property });
  });
  const pseudo = pseudoParameters(stack);
  const lookups: Lookups = {
    imported,
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters[name];
      if (parameter === undefined) return valuesOf(name).ref;
      const value = parameters[name] ?? parameter.Default;
      if (value === undefined) throw new Error(`Parameter ${name} of stack ${stack} has no value`);
      return parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<')
        ? String(value).split(',')
        : value;
    },
    attribute: (logicalId, attribute) => {
      const value = valuesOf(logicalId).attributes[attribute];
      if (value !== undefined) return value;
      throw new Error(`The local cloud gives no attribute ${attribute} for ${sourceOf(logicalId).Type} ${logicalId}`);
    },
    condition: once(`Condition ${stack}`, (name) => {
      if (!(name in template.Conditions)) throw new Error(`Stack ${stack} has no condition ${name}`);
      return holds(template.Conditions[name], lookups);
    }),
    mapping: (map, first, second) => {
      const value = template.Mappings[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`Mapping ${map} of stack ${stack} has no ${first}.${second}`);
      return value;
    },
  };
  return {
    valuesOf,
    // Properties are resolved when first asked for: an export may come from a stack that stands later in the list.
    get resources() {
      return Object.keys(template.Resources).flatMap((id) => resourceOf(stack, id, sourceOf(id), lookups));
    },
    outputs: () =>
      Object.fromEntries(
        Object.entries(template.Outputs)
          .filter(([, { Condition }]) => Condition === undefined || lookups.condition(Condition))
          .map(([name, { Value }]) => [name, resolveValue(Value, lookups)]),
      ),
    exports: new Map(
      Object.values(template.Outputs).flatMap(({ Export, Value }) =>
        Export === undefined
          ? []
          : [[String(resolveValue(Export.Name, lookups)), () => resolveValue(Value, lookups)] as const],
      ),
    ),
  };
};

const resourceOf = (
  stack: string,
  logicalId: string,
  source: StackTemplate['Resources'][string],
  lookups: Lookups,
): Resource[] => {
  if (source.Condition !== undefined && !lookups.condition(source.Condition)) return [];
  const cdkPath = source.Metadata?.['aws:cdk:path'];
  const path = typeof cdkPath === 'string' ? cdkPath : `${stack}/${logicalId}`;
  try {
    const properties: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(source.Properties)) {
      const given = resolveValue(value, lookups);
      if (given !== NO_VALUE) properties[name] = given;
    }
    return [{ stack, logicalId, type: source.Type, path, properties }];
  } catch (error) {
    throw new Error(`${source.Type} ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
};
