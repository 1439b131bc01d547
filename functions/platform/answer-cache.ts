import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Files } from './files.ts';
import { providerAnswerKey } from './files-layout.ts';
import type { WorkspaceId } from './ids.ts';
import type { Clock } from './time.ts';

/** Answers of providers by question, for as long as they may be used again.  */
export type AnswerCache = Readonly<{
  get: (provider: string, question: string) => Promise<Readonly<{ answer: unknown }> | undefined>;
  put: (provider: string, question: string, answer: unknown, forMs: number) => Promise<void>;
}>;

const Kept = z.object({ expiresAt: z.number(), answer: z.unknown() });

const readKept = (text: string): z.infer<typeof Kept> | undefined => {
  try {
    return Kept.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

const hashOf = (question: string): string => createHash('sha256').update(question).digest('hex').slice(0, 40);

/**
 * Keeps answers in the data bucket, apart for every workspace: what one has paid for is not another's. Objects end with the bucket's rule for
 * them; what has expired before is not used. An object that cannot be read counts as none.
 */
export const createAnswerCache = ({
  files,
  workspaceId,
  clock,
}: {
  files: Pick<Files, 'readText' | 'writeText'>;
  workspaceId: WorkspaceId;
  clock: Clock;
}): AnswerCache => ({
  get: async (provider, question) => {
    const text = await files.readText(providerAnswerKey(workspaceId, provider, hashOf(question)));
    if (text === undefined) return undefined;
    const kept = readKept(text);
    return kept === undefined || kept.expiresAt <= clock() ? undefined : { answer: kept.answer };
  },
  put: async (provider, question, answer, forMs) => {
    const kept = { expiresAt: clock() + forMs, answer };
    await files.writeText(providerAnswerKey(workspaceId, provider, hashOf(question)), JSON.stringify(kept));
  },
});

/** The same, in this process only; for tests and for a question that is asked twice within one call. */
export const createMemoryCache = (clock: Clock): AnswerCache => {
  const kept = new Map<string, Readonly<{ expiresAt: number; answer: unknown }>>();
  const keyOf = (provider: string, question: string): string => `${provider}\n${question}`;
  return {
    get: async (provider, question) => {
      const found = kept.get(keyOf(provider, question));
      return await Promise.resolve(found === undefined || found.expiresAt <= clock() ? undefined : found);
    },
    put: async (provider, question, answer, forMs) => {
      kept.set(keyOf(provider, question), { expiresAt: clock() + forMs, answer });
      await Promise.resolve();
    },
  };
};
