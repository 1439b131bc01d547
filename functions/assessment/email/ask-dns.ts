import { type Clock, SECOND } from '../../platform/time.ts';
import type { ResolveDns } from '../../sending/preflight/resolve-dns.ts';

/** An answer, or why there is none: a question that nobody answered says nothing of the domain. */
export type Answer<Value> = Readonly<{ ok: true; value: Value } | { ok: false; reason: string }>;

/** Milliseconds for one question, and for all of a domain's. */
export type Patience = Readonly<{ lookup: number; whole: number }>;
export const PATIENCE: Patience = { lookup: 4 * SECOND, whole: 25 * SECOND };
/** A record of more is none of mail; 64 KB fit into one answer. */
const LONGEST_TEXT = 8_192;
const MOST_TEXTS = 200;

/** The resolver with a patience that ends. Texts that no mail record is as long as are left out. */
export const createAskDns = (resolve: ResolveDns, clock: Clock, { lookup, whole }: Patience): ResolveDns => {
  const until = clock() + whole;
  return async (name, type) => {
    const left = Math.min(lookup, until - clock());
    if (left <= 0) throw new Error('there was no time left');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error('it took too long'));
      }, left);
    });
    try {
      const found = await Promise.race([resolve(name, type), late]);
      return found.slice(0, MOST_TEXTS).filter(({ length }) => length <= LONGEST_TEXT);
    } finally {
      clearTimeout(timer);
    }
  };
};

/** What a look-up gives, failures as values. */
export const answered = async <Value>(what: string, look: () => Promise<Value>): Promise<Answer<Value>> => {
  try {
    return { ok: true, value: await look() };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    return { ok: false, reason: `DNS did not answer for ${what}${code === '' ? '' : ` (${code})`}.` };
  }
};
