import type { RestApi, Throttle, UsagePlan } from './rest-api.ts';

/** Whether a request fits into what its key may use. `retryAfterSeconds` says when it may be tried again. */
export type Usage = Readonly<
  | { ok: true }
  | { ok: false; response: 'THROTTLED' | 'QUOTA_EXCEEDED'; retryAfterSeconds: number }
  | { ok: false; response: 'INVALID_API_KEY' }
>;

/** A token bucket: `rate` tokens a second, `burst` at most. */
export const createBucket = ({ rate, burst }: Throttle, clock: () => number) => {
  let tokens = burst;
  let at = clock();
  return {
    /** Takes a token; gives 0, or the seconds until there is one. */
    take: (): number => {
      const now = clock();
      tokens = Math.min(burst, tokens + ((now - at) / 1000) * rate);
      at = now;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return rate > 0 ? Math.ceil((1 - tokens) / rate) : Number.MAX_SAFE_INTEGER;
    },
  };
};

/** The first moment after the period that holds `now` (UTC; weeks end with Saturday, as quotas without offset do). */
const endOfPeriod = (period: 'DAY' | 'WEEK' | 'MONTH', now: number): number => {
  const date = new Date(now);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const day = date.getUTCDate();
  if (period === 'MONTH') return Date.UTC(year, month + 1, 1);
  return Date.UTC(year, month, day + (period === 'DAY' ? 1 : 7 - date.getUTCDay()));
};

const createQuota = ({ limit, period }: NonNullable<UsagePlan['quota']>, clock: () => number) => {
  let used = 0;
  let until = endOfPeriod(period, clock());
  return {
    /** Uses one request; gives 0, or the seconds until the next period. */
    take: (): number => {
      if (clock() >= until) {
        used = 0;
        until = endOfPeriod(period, clock());
      }
      used += 1;
      return used <= limit ? 0 : Math.ceil((until - clock()) / 1000);
    },
  };
};

/**
 * Holds requests to the stage's throttle and to the usage plan of their key. A key that stands in no plan may not use the API, as in API
 * Gateway. Counts live as long as this process.
 */
export const createUsage = (api: RestApi, clock: () => number) => {
  const stage = api.stageThrottle === undefined ? undefined : createBucket(api.stageThrottle, clock);
  const byKey = new Map(
    api.usagePlans.flatMap((plan) =>
      plan.keys
        .filter(({ enabled }) => enabled)
        .map(({ value }) => [
          value,
          {
            bucket: plan.throttle === undefined ? undefined : createBucket(plan.throttle, clock),
            quota: plan.quota === undefined ? undefined : createQuota(plan.quota, clock),
          },
        ]),
    ),
  );

  return {
    ofStage: (): Usage => {
      const wait = stage?.take() ?? 0;
      return wait === 0 ? { ok: true } : { ok: false, response: 'THROTTLED', retryAfterSeconds: wait };
    },
    ofKey: (key: string | undefined): Usage => {
      const allowance = key === undefined ? undefined : byKey.get(key);
      if (allowance === undefined) return { ok: false, response: 'INVALID_API_KEY' };
      const wait = allowance.bucket?.take() ?? 0;
      if (wait > 0) return { ok: false, response: 'THROTTLED', retryAfterSeconds: wait };
      const untilNext = allowance.quota?.take() ?? 0;
      return untilNext === 0 ? { ok: true } : { ok: false, response: 'QUOTA_EXCEEDED', retryAfterSeconds: untilNext };
    },
  };
};
