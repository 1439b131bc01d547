/** What Observatory's tests are made of: a site as its landing page answered. */
export type Observed = Readonly<{
  /** The host that was asked for. */
  host: string;
  /** Whether that host answers over https, and with a certificate that holds. */
  https: 'verified' | 'unverified' | 'none';
  /** Values by lower-case name, in the order they came. */
  headers: ReadonlyMap<string, readonly string[]>;
  /** `Set-Cookie` values. */
  cookies: readonly string[];
  /** Policies of `<meta http-equiv="content-security-policy">`. */
  metaPolicies: readonly string[];
  /** Of the last `<meta name="referrer">`. */
  metaReferrer: string | null;
  /** Scripts in document order; null when the page is not HTML. */
  scripts: readonly ScriptElement[] | null;
  /** Addresses from plain http on, the first being plain http; null when nothing answers there. */
  httpRoute: readonly URL[] | null;
}>;

export type ScriptElement = Readonly<{
  /** As a browser resolves it against the page's `<base>`, or as written when that has no host; null for an inline script. */
  src: string | null;
  integrity: string | null;
}>;

/** All values of a header as one, as HTTP joins them (RFC 9110 § 5.3); null without one or with an empty one. */
export const joined = ({ headers }: Pick<Observed, 'headers'>, name: string): string | null => {
  const value = (headers.get(name) ?? []).join(', ');
  return value === '' ? null : value;
};

/** The worst of some verdicts by an order from best to worst; null when there is none. */
export const worstOf = <Verdict extends string>(
  order: readonly Verdict[],
  found: Iterable<Verdict>,
): Verdict | null => {
  let worst = -1;
  for (const verdict of found) worst = Math.max(worst, order.indexOf(verdict));
  return order[worst] ?? null;
};
