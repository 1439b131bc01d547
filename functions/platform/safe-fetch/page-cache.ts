import type { Clock } from '../time.ts';
import type { FetchAnswer } from './fetch-answer.ts';

type Kept = Readonly<{ answer: Promise<FetchAnswer>; until: number }>;

/** Characters of pages that one process keeps at most: some 20 MB, a small part of the least memory a function has. */
const MOST_CHARACTERS = 10_000_000;
const lengthOf = (answer: FetchAnswer): number => (answer.ok ? answer.text.length : 0) + 500;

/** What is worth keeping: pages, and that there is none. What failed for a passing reason is asked again. */
const isLasting = (answer: FetchAnswer): boolean => answer.ok || answer.status === 404 || answer.status === 410;

/**
 * Pages by host, each kept for a time and asked for once however many want it at once. The host read longest ago goes first when there is no more room.
 */
export const createPageCache = ({ clock, keep }: { clock: Clock; keep: number }) => {
  const hosts = new Map<string, Map<string, Kept>>();
  const sizes = new Map<string, number>();
  let total = 0;

  const drop = (host: string): void => {
    total -= sizes.get(host) ?? 0;
    sizes.delete(host);
    hosts.delete(host);
  };
  const count = (host: string, length: number): void => {
    sizes.set(host, (sizes.get(host) ?? 0) + length);
    total += length;
    for (const oldest of hosts.keys()) {
      if (total <= MOST_CHARACTERS) return;
      drop(oldest);
    }
  };

  return async (
    { host, key, refresh }: Readonly<{ host: string; key: string; refresh: boolean }>,
    fetchPage: () => Promise<FetchAnswer>,
  ): Promise<FetchAnswer> => {
    const pages = hosts.get(host) ?? new Map<string, Kept>();
    const known = pages.get(key);
    if (!refresh && known !== undefined && known.until > clock()) return await known.answer;
    const kept: Kept = { answer: fetchPage(), until: clock() + keep };
    pages.set(key, kept);
    hosts.delete(host);
    hosts.set(host, pages);
    let lasting = false;
    try {
      const answer = await kept.answer;
      lasting = isLasting(answer);
      if (lasting && hosts.get(host) === pages) count(host, lengthOf(answer));
      return answer;
    } finally {
      if (!lasting && pages.get(key) === kept) pages.delete(key);
      if (pages.size === 0 && hosts.get(host) === pages) drop(host);
    }
  };
};
