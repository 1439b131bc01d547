import { type Clock, MINUTE } from '../platform/time.ts';

/** Remembers what a question was answered for a minute and a process: what changes seldom is asked for once a minute. */
export const keepForAMinute = <Answer>(
  ask: (key: string) => Promise<Answer>,
  clock: Clock,
): ((key: string) => Promise<Answer>) => {
  const known = new Map<string, Readonly<{ until: number; answer: Promise<Answer> }>>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined && found.until > clock()) return found.answer;
    for (const [old, { until }] of known) if (until <= clock()) known.delete(old);
    const answer = ask(key);
    known.set(key, { until: clock() + MINUTE, answer });
    answer.catch(() => known.delete(key));
    return answer;
  };
};
