import * as z from 'zod';
import type { Files } from '../platform/files.ts';
import { runFoundKey } from '../platform/files-layout.ts';
import type { RunId, WorkspaceId } from '../platform/ids.ts';
import { Company } from './company.ts';

const KINDS = [
  'bad_key',
  'no_credits',
  'not_permitted',
  'rate_limited',
  'unavailable',
  'schema_changed',
  'bad_request',
] as const;

/** A page of a provider as a run keeps it: whatever is asked again after a failure of ours is read from here, and not paid twice. */
const FoundPage = z.object({
  companies: z.array(Company),
  nextCursor: z.string().nullable(),
  totalFound: z.number().nullable(),
  cost: z.int(),
  credits: z.number(),
  outside: z.int(),
  notes: z.array(z.string()),
  failure: z.object({ provider: z.string(), kind: z.enum(KINDS), message: z.string() }).nullable(),
});
export type FoundPage = z.infer<typeof FoundPage>;

type Of = Readonly<{ workspaceId: WorkspaceId; runId: RunId }>;

/** The pages that providers gave to a run, in the data bucket. */
export const createFoundPages = (files: Pick<Files, 'readText' | 'writeText'>) => {
  const read = async ({ workspaceId, runId }: Of, provider: string, page: number): Promise<FoundPage | undefined> => {
    const text = await files.readText(runFoundKey(workspaceId, runId, provider, page));
    return text === undefined ? undefined : FoundPage.parse(JSON.parse(text));
  };
  return {
    read,
    write: ({ workspaceId, runId }: Of, provider: string, page: number, found: FoundPage): Promise<void> =>
      files.writeText(runFoundKey(workspaceId, runId, provider, page), JSON.stringify(found)),
    /** The companies of every page that a provider gave to the run. */
    companies: async function* (of: Of, provider: string): AsyncGenerator<readonly Company[]> {
      for (let page = 0; ; page += 1) {
        const found = await read(of, provider, page);
        if (found === undefined) return;
        yield found.companies;
      }
    },
  };
};
export type FoundPages = ReturnType<typeof createFoundPages>;
