/** Sources by directive, in lower case. */
export type Policy = Map<string, Set<string>>;
export type ParsedPolicies = Readonly<{ policy: Policy; repeated: boolean }>;

/** HTTP clients accept far less of all headers together; more, or more policies than anybody writes, is an attack on whoever reads it. */
const LONGEST_TOGETHER = 65_536;
const MOST_POLICIES = 50;
/** No policy is shorter than the name of its shortest directive (`img-src`) less one. */
const SHORTEST_POLICY = 6;
/** Directives that say where reports go may stand twice; of any other only the first would count, which nobody means. */
const MAY_REPEAT = new Set(['report-uri', 'report-to']);
/** What a `<meta>` cannot set (HTML standard, "Content-Security-Policy http-equiv"). */
const HEADER_ONLY = ['frame-ancestors', 'report-uri', 'sandbox'];

type Source = { text: string; policy: number; keep: boolean };
const byText = Intl.Collator('en').compare;

/** The policies that header values hold: commas part them (CSP3 § 3.1), whether they came in one header or in several. */
export const policiesOf = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => {
    const parts = value.split(',').filter((part) => part.trim() !== '');
    return parts.length === 0 ? [value] : parts;
  });

/**
 * Puts policies together into the one that they amount to: a source counts when every policy that has its directive allows it. Undefined when one cannot be
 * read: too short, too long or too many, a directive twice, or a broken escape. Follows Observatory's reading, so that its score can be reproduced.
 */
export const combinePolicies = (texts: readonly string[]): ParsedPolicies | undefined => {
  const directives = new Map<string, Source[]>();
  const policies = texts.map((text) => text.replaceAll(/[\r\n]/g, '').trim());
  const together = policies.reduce((sum, { length }) => sum + length, 0);
  if (policies.length > MOST_POLICIES || together > LONGEST_TOGETHER) return undefined;
  if (policies.some(({ length }) => length < SHORTEST_POLICY)) return undefined;
  let repeated = false;
  for (const [index, policy] of policies.entries()) {
    const seen = new Set<string>();
    for (const part of policy.split(';')) {
      const [name = '', ...values] = part.trim().split(/\s+/);
      const directive = name.toLowerCase();
      if (directive === '') continue;
      if (seen.has(directive) && !MAY_REPEAT.has(directive)) return undefined;
      repeated ||= seen.has(directive);
      seen.add(directive);
      const sources = merge(directives.get(directive) ?? [], sourcesOf(directive, values, index), index);
      if (sources === undefined) return undefined;
      // Whatever the first policy allows has to be allowed again by each further one.
      if (index === 0 && policies.length > 1) for (const source of sources) source.keep = false;
      directives.set(directive, sources);
    }
  }
  const policy = new Map(
    [...directives].map(([directive, sources]) => [
      directive,
      new Set(sources.length === 0 ? ["'none'"] : sources.map(({ text }) => text)),
    ]),
  );
  return { policy, repeated };
};

/** The policy of `<meta>` elements, without what only a header can set. */
export const combineMetaPolicies = (texts: readonly string[]): Policy => {
  const policy = combinePolicies(texts)?.policy ?? new Map<string, Set<string>>();
  for (const directive of HEADER_ONLY) policy.delete(directive);
  return policy;
};

/** A list of sources that is empty allows none (CSP3 § 2.3.1). */
const sourcesOf = (directive: string, values: readonly string[], policy: number): readonly Source[] =>
  (values.length === 0 && directive.endsWith('-src') ? ["'none'"] : values).map((value) => ({
    text: value.toLowerCase(),
    policy,
    keep: policy === 0,
  }));

const merge = (before: readonly Source[], added: readonly Source[], index: number): Source[] | undefined => {
  const sources = index === 0 ? [...added] : [...before, ...added];
  sources.sort((a, b) => byText(a.text, b.text));
  for (const [position, source] of sources.entries()) {
    const previous = sources[position - 1];
    if (previous === undefined) continue;
    if (source.policy === previous.policy) {
      // What the shorter one matches, the longer one needs not say.
      if (source.text.startsWith(previous.text)) source.keep = false;
      continue;
    }
    const within = isWithin(previous.text, source.text);
    if (within === undefined) return undefined;
    if (within) source.keep = true;
  }
  return sources.filter(({ keep }) => keep);
};

/** Whether a source's path lies within another's (CSP3 § 6.7.2.10); undefined when an escape is broken. */
const isWithin = (outer: string, inner: string): boolean | undefined => {
  if (outer === '' || (outer === '/' && inner === '')) return true;
  const whole = !outer.endsWith('/');
  const outerParts = outer.split('/');
  const innerParts = inner.split('/');
  if (outerParts.length > innerParts.length || (whole && outerParts.length !== innerParts.length)) return false;
  if (!whole) outerParts.pop();
  try {
    return outerParts.every((part, n) => decodeURIComponent(part) === decodeURIComponent(innerParts[n] ?? ''));
  } catch {
    return undefined;
  }
};
