/** A reader of DynamoDB's condition, key-condition and update expressions, as far as the product's stores use them; anything else throws. */
type Values = Readonly<Record<string, unknown>>;
export type Names = Readonly<Record<string, string>> | undefined;
type Record_ = Readonly<Record<string, unknown>>;
type Operand = (item: Record_) => unknown;
type Condition = (item: Record_) => boolean;

const TOKEN = /\s*(<=|>=|<>|[(),=<>+]|-(?!\w)|:[A-Za-z0-9_]+|[#A-Za-z_][#\w.]*)/gy;

const tokens = (text: string): string[] => {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (match?.[1] === undefined) throw new Error(`Cannot read the expression: ${text}`);
    found.push(match[1]);
  }
  return found;
};

const compare = (left: unknown, right: unknown): number => {
  if (typeof left !== typeof right || (typeof left !== 'string' && typeof left !== 'number')) return Number.NaN;
  if (left === right) return 0;
  return left < (right as typeof left) ? -1 : 1;
};

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

class Reader {
  private at = 0;
  private readonly all: string[];
  private readonly names: Names;
  private readonly values: Values | undefined;

  constructor(text: string, names: Names, values: Values | undefined) {
    this.all = tokens(text);
    this.names = names;
    this.values = values;
  }

  peek = (): string | undefined => this.all[this.at];
  word = (): string => (this.peek() ?? '').toUpperCase();
  done = (): boolean => this.at >= this.all.length;
  next = (): string => {
    const token = this.all[this.at];
    if (token === undefined) throw new Error('The expression ends too early');
    this.at += 1;
    return token;
  };
  take = (token: string): boolean => {
    if (this.word() !== token.toUpperCase()) return false;
    this.at += 1;
    return true;
  };
  expect = (token: string): void => {
    if (!this.take(token)) throw new Error(`Expected ${token}, found ${this.peek() ?? 'the end'}`);
  };

  path = (): string[] =>
    this.next()
      .split('.')
      .map((part) => {
        if (!part.startsWith('#')) return part;
        const name = this.names?.[part];
        if (name === undefined) throw new Error(`No name for ${part}`);
        return name;
      });

  operand = (): Operand => {
    const token = this.peek() ?? '';
    if (token.startsWith(':')) {
      this.next();
      if (this.values === undefined || !(token in this.values)) throw new Error(`No value for ${token}`);
      const value = this.values[token];
      return () => value;
    }
    if (this.word() === 'IF_NOT_EXISTS') {
      this.next();
      this.expect('(');
      const path = this.path();
      this.expect(',');
      const other = this.sum();
      this.expect(')');
      return (item) => valueAt(item, path) ?? other(item);
    }
    if (this.word() === 'LIST_APPEND') {
      this.next();
      this.expect('(');
      const list = this.operand();
      this.expect(',');
      const more = this.operand();
      this.expect(')');
      return (item) => [...(list(item) as unknown[]), ...(more(item) as unknown[])];
    }
    const path = this.path();
    return (item) => valueAt(item, path);
  };

  sum = (): Operand => {
    let left = this.operand();
    for (;;) {
      const sign = this.peek();
      if (sign !== '+' && sign !== '-') return left;
      this.next();
      const before = left;
      const right = this.operand();
      left = (item) => Number(before(item)) + (sign === '+' ? 1 : -1) * Number(right(item));
    }
  };

  or = (): Condition => {
    let left = this.and();
    while (this.take('OR')) {
      const before = left;
      const right = this.and();
      left = (item) => before(item) || right(item);
    }
    return left;
  };

  and = (): Condition => {
    let left = this.not();
    while (this.take('AND')) {
      const before = left;
      const right = this.not();
      left = (item) => before(item) && right(item);
    }
    return left;
  };

  not = (): Condition => {
    if (this.take('NOT')) {
      const inner = this.not();
      return (item) => !inner(item);
    }
    if (this.take('(')) {
      const inner = this.or();
      this.expect(')');
      return inner;
    }
    return this.predicate();
  };

  predicate = (): Condition => {
    const word = this.word();
    if (word === 'ATTRIBUTE_EXISTS' || word === 'ATTRIBUTE_NOT_EXISTS') {
      this.next();
      this.expect('(');
      const path = this.path();
      this.expect(')');
      return (item) => (valueAt(item, path) !== undefined) === (word === 'ATTRIBUTE_EXISTS');
    }
    if (word === 'BEGINS_WITH') {
      this.next();
      this.expect('(');
      const text = this.operand();
      this.expect(',');
      const prefix = this.operand();
      this.expect(')');
      return (item) => {
        const value = text(item);
        return typeof value === 'string' && value.startsWith(String(prefix(item)));
      };
    }
    if (word === 'CONTAINS') {
      this.next();
      this.expect('(');
      const within = this.operand();
      this.expect(',');
      const part = this.operand();
      this.expect(')');
      return (item) => {
        const whole = within(item);
        return Array.isArray(whole) || typeof whole === 'string' ? whole.includes(part(item) as string) : false;
      };
    }
    const left = this.operand();
    if (this.take('IN')) {
      this.expect('(');
      const among = [this.operand()];
      while (this.take(',')) among.push(this.operand());
      this.expect(')');
      return (item) => among.some((one) => one(item) === left(item));
    }
    if (this.take('BETWEEN')) {
      const low = this.operand();
      this.expect('AND');
      const high = this.operand();
      return (item) => compare(left(item), low(item)) >= 0 && compare(left(item), high(item)) <= 0;
    }
    const operator = this.next();
    const right = this.operand();
    if (operator === '=') return (item) => left(item) !== undefined && left(item) === right(item);
    if (operator === '<>') return (item) => left(item) !== right(item);
    const holds = COMPARISONS[operator];
    if (holds === undefined) throw new Error(`Cannot read the comparison ${operator}`);
    return (item) => holds(compare(left(item), right(item)));
  };
}

const valueAt = (item: Record_, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? (value as Record_)[part] : undefined),
    item,
  );

const setAt = (item: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(item, first);
    else item[first] = value;
    return;
  }
  const inner = { ...(item[first] as Record<string, unknown>) };
  setAt(inner, rest, value);
  item[first] = inner;
};

/** A condition as a function of an item (an absent item is `{}`). */
export const conditionOf = (text: string | undefined, names: Names, values: Values | undefined): Condition => {
  if (text === undefined) return () => true;
  const reader = new Reader(text, names, values);
  const condition = reader.or();
  if (!reader.done()) throw new Error(`Cannot read the rest of ${text}`);
  return condition;
};

/** Gives the item after SET, REMOVE and ADD; right-hand sides see the item as it was. */
export const updated = (text: string, item: Record_, names: Names, values: Values | undefined): Record_ => {
  const reader = new Reader(text, names, values);
  const after: Record<string, unknown> = { ...item };
  while (!reader.done()) {
    const clause = reader.next().toUpperCase();
    do {
      const path = reader.path();
      if (clause === 'SET') {
        reader.expect('=');
        setAt(after, path, reader.sum()(item));
      } else if (clause === 'ADD') {
        setAt(after, path, Number(valueAt(item, path) ?? 0) + Number(reader.operand()(item)));
      } else if (clause === 'REMOVE') setAt(after, path, undefined);
      else throw new Error(`Cannot read the clause ${clause}`);
    } while (reader.take(','));
  }
  return after;
};
