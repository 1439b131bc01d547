/** A value of a form that Stripe's clients send: text, or lists and objects by brackets (`created[gte]=1`, `expand[0]=charge`). */
export type FormValue = string | { [name: string]: FormValue };

/** Reads a form or a query with brackets into nested objects; lists are objects by number. */
export const readFields = (text: string): { [name: string]: FormValue } => {
  const root: { [name: string]: FormValue } = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const path = name.split(/[[\]]+/).filter((part) => part !== '');
    const last = path.pop();
    if (last === undefined || [...path, last].includes('__proto__')) continue;
    let at = root;
    for (const part of path) {
      const next = at[part];
      const child = typeof next === 'object' ? next : {};
      at[part] = child;
      at = child;
    }
    at[last] = value;
  }
  return root;
};

/** The entries of a list field, in order. */
export const listOf = (value: FormValue | undefined): readonly string[] =>
  typeof value === 'object' ? Object.values(value).filter((entry) => typeof entry === 'string') : [];
