/** A resource of the API: `{name}` takes one segment, `{name+}` all that are left. */
type Node<Value> = {
  fixed: Map<string, Node<Value>>;
  parameter: { name: string; node: Node<Value> } | undefined;
  greedy: { name: string; value: Map<string, Value> } | undefined;
  values: Map<string, Value>;
};

export type Found<Value> = Readonly<{ value: Value; parameters: Readonly<Record<string, string>> }>;

const emptyNode = <Value>(): Node<Value> => ({
  fixed: new Map(),
  parameter: undefined,
  greedy: undefined,
  values: new Map(),
});

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

const GREEDY = /^\{(.+)\+\}$/;
const PARAMETER = /^\{(.+)\}$/;

/**
 * Finds what is registered for a method and path as API Gateway does: a fixed segment before a parameter before a greedy one, the named
 * method before ANY. A path that leads nowhere is tried on every less exact way.
 */
export const createPathTree = <Value>() => {
  const root = emptyNode<Value>();

  const add = (method: string, path: string, value: Value): void => {
    let node = root;
    for (const segment of segmentsOf(path)) {
      const greedy = GREEDY.exec(segment)?.[1];
      if (greedy !== undefined) {
        node.greedy ??= { name: greedy, value: new Map() };
        node.greedy.value.set(method, value);
        return;
      }
      const parameter = PARAMETER.exec(segment)?.[1];
      if (parameter === undefined) {
        const next = node.fixed.get(segment) ?? emptyNode<Value>();
        node.fixed.set(segment, next);
        node = next;
      } else {
        node.parameter ??= { name: parameter, node: emptyNode<Value>() };
        if (node.parameter.name !== parameter)
          throw new Error(`Resources {${node.parameter.name}} and {${parameter}} stand at one place of ${path}`);
        node = node.parameter.node;
      }
    }
    node.values.set(method, value);
  };

  const byMethod = (values: ReadonlyMap<string, Value>, method: string): Value | undefined =>
    values.get(method) ?? values.get('ANY');

  const walk = (
    node: Node<Value>,
    segments: readonly string[],
    method: string,
    parameters: Readonly<Record<string, string>>,
  ): Found<Value> | undefined => {
    const [segment, ...rest] = segments;
    if (segment === undefined) {
      const value = byMethod(node.values, method);
      return value === undefined ? undefined : { value, parameters };
    }
    const fixed = node.fixed.get(segment);
    const found = fixed === undefined ? undefined : walk(fixed, rest, method, parameters);
    if (found !== undefined) return found;
    if (node.parameter !== undefined) {
      const through = walk(node.parameter.node, rest, method, {
        ...parameters,
        [node.parameter.name]: decoded(segment),
      });
      if (through !== undefined) return through;
    }
    const value = node.greedy === undefined ? undefined : byMethod(node.greedy.value, method);
    if (node.greedy === undefined || value === undefined) return undefined;
    return { value, parameters: { ...parameters, [node.greedy.name]: segments.map(decoded).join('/') } };
  };

  return {
    add,
    find: (method: string, path: string): Found<Value> | undefined => walk(root, segmentsOf(path), method, {}),
  };
};

/** A path segment without its escapes; what is not well escaped stays as it is. */
const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
