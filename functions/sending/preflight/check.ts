import type { CheckId, PreflightCheck } from './preflight-contract.ts';

export const pass = (id: CheckId, what: string): PreflightCheck => ({ id, status: 'pass', what, mend: null });
export const warn = (id: CheckId, what: string, mend: string): PreflightCheck => ({ id, status: 'warn', what, mend });
export const fail = (id: CheckId, what: string, mend: string): PreflightCheck => ({ id, status: 'fail', what, mend });

const RANK = { pass: 0, warn: 1, fail: 2 } as const;

/** One check of several senders or texts: as bad as the worst, telling of all that are as bad. */
export const worst = (id: CheckId, checks: readonly PreflightCheck[], nothing: PreflightCheck): PreflightCheck => {
  if (checks.length === 0) return nothing;
  const rank = Math.max(...checks.map(({ status }) => RANK[status]));
  const those = checks.filter(({ status }) => RANK[status] === rank);
  const [first = nothing] = those;
  const mends = [...new Set(those.flatMap(({ mend }) => mend ?? []))];
  return {
    id,
    status: first.status,
    what: those.map(({ what }) => what).join(' '),
    mend: mends.length === 0 ? null : mends.join(' '),
  };
};
