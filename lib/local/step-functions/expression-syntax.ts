import jsonata from 'jsonata';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Node types that read from the context, which is absent before a path's first step. */
const UNQUALIFIED: Readonly<Record<string, string>> = {
  name: 'a field name that no variable precedes',
  wildcard: 'a wildcard that no variable precedes',
  descendant: 'a wildcard that no variable precedes',
};

const problemOf = (node: Node): string | undefined => {
  const type = String(node['type']);
  if (type === 'variable' && (node['value'] === '' || node['value'] === '$')) return '$ or $$ outside a path';
  return UNQUALIFIED[type];
};

const entriesBut = (node: Node, left: readonly string[]): unknown[] =>
  Object.entries(node).flatMap(([key, value]) => (left.includes(key) ? [] : [value]));

/** The children of a node that are still evaluated against the (absent) top-level context. */
const topLevelChildren = (node: Node): unknown[] => {
  if (node['type'] === 'path' && Array.isArray(node['steps'])) return node['steps'].slice(0, 1);
  if (node['type'] === 'transform' || node['type'] === 'regex') return [];
  // Pairs of an object constructor are evaluated at top level; those of a group-by against the grouped items.
  return node['type'] === 'variable' ? [] : entriesBut(node, ['group', 'stages', 'predicate']);
};

const findProblem = (value: unknown): string | undefined => {
  if (Array.isArray(value)) {
    for (const member of value) {
      const problem = findProblem(member);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (!isNode(value)) return undefined;
  if (value['type'] === 'function' && isNode(value['procedure']) && value['procedure']['value'] === 'eval') {
    return 'the function $eval, which Step Functions leaves out';
  }
  return problemOf(value) ?? findProblem(topLevelChildren(value));
};

/**
 * What is wrong with a JSONata expression before it ever runs: a syntax error, `$` or an unqualified name at top
 * level (Step Functions gives expressions no input document, so these would silently be nothing), or `$eval`.
 */
export const expressionProblem = (source: string): string | undefined => {
  try {
    const found = findProblem(jsonata(source).ast());
    return found === undefined ? undefined : `uses ${found}`;
  } catch (error) {
    const message = isNode(error) ? error['message'] : undefined;
    return `is not valid JSONata: ${typeof message === 'string' ? message : String(error)}`;
  }
};
