/** A CloudFormation value: JSON in which single-key objects may be intrinsic functions. */
export type TemplateValue = unknown;

/** What the intrinsic functions of one stack ask for. Each throws when the name means nothing. */
export type Lookups = Readonly<{
  ref: (name: string) => unknown;
  attribute: (logicalId: string, attribute: string) => unknown;
  imported: (exportName: string) => unknown;
  condition: (name: string) => boolean;
  mapping: (map: string, first: string, second: string) => unknown;
}>;

/** Stands for `AWS::NoValue`: the property or list entry that gives it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Gives a value with every intrinsic function carried out.
 * @throws Error that names a function that is not supported, or what it was given in place of text or a list.
 * Source: CloudFormation user guide, "Intrinsic function reference".
 */
export const resolveValue = (value: TemplateValue, lookups: Lookups): unknown => {
  if (Array.isArray(value)) {
    return value.map((entry) => resolveValue(entry, lookups)).filter((entry) => entry !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const carryOut = FUNCTIONS[name];
    if (carryOut === undefined) throw new Error(`The intrinsic function ${name} is not supported by the local cloud`);
    return carryOut(value[name], lookups);
  }
  const resolved: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const given = resolveValue(entry, lookups);
    if (given !== NO_VALUE) resolved[key] = given;
  }
  return resolved;
};

/** Whether a condition of the template holds. */
export const holds = (value: TemplateValue, lookups: Lookups): boolean => {
  if (isRecord(value) && typeof value['Condition'] === 'string') return lookups.condition(value['Condition']);
  const given = resolveValue(value, lookups);
  if (typeof given === 'boolean') return given;
  if (given === 'true' || given === 'false') return given === 'true';
  throw new Error(`A condition gives ${JSON.stringify(given)}, not true or false`);
};

const asText = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`${where} needs text but has ${JSON.stringify(value)}`);
};

const asList = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value as readonly unknown[];
  throw new Error(`${where} needs a list but has ${JSON.stringify(value)}`);
};

const argumentsOf = (value: unknown, count: number, name: string): readonly unknown[] => {
  const list = asList(value, name);
  if (list.length !== count) throw new Error(`${name} takes ${String(count)} arguments but has ${String(list.length)}`);
  return list;
};

const getAttribute = (value: unknown, lookups: Lookups): unknown => {
  const [logicalId, ...attribute] = typeof value === 'string' ? value.split('.') : asList(value, 'Fn::GetAtt');
  return lookups.attribute(
    asText(logicalId, 'Fn::GetAtt'),
    attribute.map((part) => asText(resolveValue(part, lookups), 'Fn::GetAtt')).join('.'),
  );
};

/** `${Name}`, `${Name.Attribute}` and `${!Literal}`; names of the second argument come first. */
const substitute = (value: unknown, lookups: Lookups): string => {
  const [template, given] = typeof value === 'string' ? [value, {}] : argumentsOf(value, 2, 'Fn::Sub');
  const variables = resolveValue(given, lookups);
  return asText(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (isRecord(variables) && name in variables) return asText(variables[name], 'Fn::Sub');
    const [logicalId = '', ...attribute] = name.split('.');
    const found = attribute.length === 0 ? lookups.ref(name) : lookups.attribute(logicalId, attribute.join('.'));
    return asText(found, `Fn::Sub of ${name}`);
  });
};

const FUNCTIONS: Readonly<Record<string, (value: unknown, lookups: Lookups) => unknown>> = {
  Ref: (value, lookups) => lookups.ref(asText(value, 'Ref')),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': (value, lookups) => {
    const [separator, parts] = argumentsOf(value, 2, 'Fn::Join');
    return asList(resolveValue(parts, lookups), 'Fn::Join')
      .map((part) => asText(part, 'Fn::Join'))
      .join(asText(separator, 'Fn::Join'));
  },
  'Fn::Select': (value, lookups) => {
    const [index, from] = argumentsOf(value, 2, 'Fn::Select');
    const list = asList(resolveValue(from, lookups), 'Fn::Select');
    const chosen = list[Number(resolveValue(index, lookups))];
    if (chosen === undefined) throw new Error(`Fn::Select has no entry ${String(index)} in ${JSON.stringify(list)}`);
    return chosen;
  },
  'Fn::Split': (value, lookups) => {
    const [separator, from] = argumentsOf(value, 2, 'Fn::Split');
    return asText(resolveValue(from, lookups), 'Fn::Split').split(asText(separator, 'Fn::Split'));
  },
  'Fn::ImportValue': (value, lookups) => lookups.imported(asText(resolveValue(value, lookups), 'Fn::ImportValue')),
  'Fn::FindInMap': (value, lookups) => {
    const [map, first, second] = argumentsOf(resolveValue(value, lookups), 3, 'Fn::FindInMap').map((part) =>
      asText(part, 'Fn::FindInMap'),
    );
    return lookups.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::Base64': (value, lookups) =>
    Buffer.from(asText(resolveValue(value, lookups), 'Fn::Base64'), 'utf8').toString('base64'),
  'Fn::ToJsonString': (value, lookups) => JSON.stringify(resolveValue(value, lookups)),
  'Fn::If': (value, lookups) => {
    const [condition, whenTrue, whenFalse] = argumentsOf(value, 3, 'Fn::If');
    return resolveValue(lookups.condition(asText(condition, 'Fn::If')) ? whenTrue : whenFalse, lookups);
  },
  'Fn::Equals': (value, lookups) => {
    const [left, right] = argumentsOf(resolveValue(value, lookups), 2, 'Fn::Equals');
    return left === right;
  },
  'Fn::Not': (value, lookups) => !holds(argumentsOf(value, 1, 'Fn::Not')[0], lookups),
  'Fn::And': (value, lookups) => asList(value, 'Fn::And').every((condition) => holds(condition, lookups)),
  'Fn::Or': (value, lookups) => asList(value, 'Fn::Or').some((condition) => holds(condition, lookups)),
};
