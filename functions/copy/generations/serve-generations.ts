import type { Handlers } from '../../platform/http/api.ts';
import { notFound, type ProblemReply, problem } from '../../platform/http/problem.ts';
import type { generationRoutes } from './contract.ts';
import { SharedView } from './contract.ts';
import { GenerationSummary } from './generation.ts';
import type { GenerationStore } from './generation-store.ts';
import type { SharedLinks } from './shared-links.ts';
import { sharedPage } from './shared-page.ts';

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex',
} as const;

const unknownLink: ProblemReply = problem(
  404,
  'link_unknown',
  'This link is not one of ours, has expired or was taken back.',
);
const notWritten = (id: string): ProblemReply =>
  problem(409, 'not_written', `Generation ${id} has no result to share. Read it to see how far it is.`);

/** What was written before: lists, single generations, and the public links that show one. */
export const createServeGenerations = ({
  store,
  links,
  origin,
}: {
  store: Pick<GenerationStore, 'get' | 'list' | 'result' | 'remove'>;
  links: SharedLinks;
  /** Where people reach the product; public links begin with it. */
  origin: string;
}): Handlers<typeof generationRoutes> => ({
  listGenerations: async ({ principal, query }) => {
    const page = await store.list(principal.workspaceId, query);
    return page === undefined
      ? problem(400, 'invalid_cursor', 'cursor: is not one of this list. Begin without one.')
      : { body: { items: page.items.map((one) => GenerationSummary.parse(one)), nextCursor: page.nextCursor } };
  },

  getGeneration: async ({ principal: { workspaceId }, params: { generationId } }) => {
    const found = await store.get(workspaceId, generationId);
    if (found === undefined) return notFound('generation', generationId);
    const result = found.status === 'done' ? await store.result(workspaceId, generationId) : undefined;
    return { body: { ...GenerationSummary.parse(found), result: result ?? null } };
  },

  deleteGeneration: async ({ principal: { workspaceId }, params: { generationId } }) => {
    // The links by their secrets' hashes stand outside of its partition.
    await links.revokeAll(workspaceId, generationId);
    return (await store.remove(workspaceId, generationId)) ? { body: undefined } : notFound('generation', generationId);
  },

  shareGeneration: async ({ principal: { workspaceId }, params: { generationId }, body: { days } }) => {
    const found = await store.get(workspaceId, generationId);
    if (found === undefined) return notFound('generation', generationId);
    if (found.status !== 'done') return notWritten(generationId);
    const { token, ...share } = await links.create(workspaceId, generationId, days);
    return { body: { ...share, url: `${origin}/s/${token}` } };
  },

  listGenerationShares: async ({ principal: { workspaceId }, params: { generationId } }) => {
    if ((await store.get(workspaceId, generationId)) === undefined) return notFound('generation', generationId);
    return { body: { items: [...(await links.list(workspaceId, generationId))] } };
  },

  revokeGenerationShares: async ({ principal: { workspaceId }, params: { generationId } }) => {
    if ((await store.get(workspaceId, generationId)) === undefined) return notFound('generation', generationId);
    return { body: { revoked: await links.revokeAll(workspaceId, generationId) } };
  },

  showSharedGeneration: async ({ params: { token }, query: { format }, headers }) => {
    const link = await links.open(token);
    if (link === undefined) return unknownLink;
    const found = await store.get(link.workspaceId, link.generationId);
    const result = await store.result(link.workspaceId, link.generationId);
    if (found === undefined || result === undefined) return unknownLink;
    const asksJson =
      format === 'json' || (format === undefined && /^application\/json\b/.test(headers['accept'] ?? ''));
    return asksJson
      ? {
          body: JSON.stringify(SharedView.parse({ ...found, result })),
          headers: { 'content-type': 'application/json; charset=utf-8', 'x-robots-tag': 'noindex' },
        }
      : { body: sharedPage(result, link.expiresAt), headers: PAGE_HEADERS };
  },
});
