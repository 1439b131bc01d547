import type { Passage } from '../contacts/contract.ts';
import type { Log } from '../platform/log.ts';
import type { Embed } from './providers/embeddings.ts';
import type { VectorIndex } from './providers/vector-index.ts';
import type { Retriever } from './retriever.ts';

const textOf = ({ heading, text }: Passage): string => (heading === null ? text : `${heading}\n${text}`);

/**
 * By meaning: passages are embedded once (their ids are hashes of their text) and kept in the index; questions are embedded each time. Where the index or the embedder
 * fails, `fallback` searches, and the log says so: a worse choice of passages is better than no mail.
 */
export const createVectorRetriever =
  ({ embed, index, fallback, log }: { embed: Embed; index: VectorIndex; fallback: Retriever; log: Log }): Retriever =>
  async (request) => {
    const { workspaceId, site, passages, queries, limit } = request;
    if (passages.length === 0) return queries.map(() => []);
    try {
      const among = { workspace: workspaceId, site };
      const byKey = new Map(passages.map((passage) => [`${workspaceId}/${site}/${passage.id}`, passage]));
      const known = await index.known([...byKey.keys()]);
      const fresh = [...byKey].filter(([key]) => !known.has(key));
      const vectors = await embed([...fresh.map(([, passage]) => textOf(passage)), ...queries]);
      await index.put(fresh.map(([key], at) => ({ key, vector: vectors[at] ?? [], metadata: among })));
      return await Promise.all(
        queries.map(async (_query, at) => {
          // What the site no longer says may still be in the index: more is asked for than is wanted.
          const keys = await index.nearest(vectors[fresh.length + at] ?? [], among, 2 * limit);
          return keys.flatMap((key) => byKey.get(key) ?? []).slice(0, limit);
        }),
      );
    } catch (error) {
      log.warn('Passages are chosen by words: the vector index failed', {
        domain: site,
        error: error instanceof Error ? error.message : String(error),
      });
      return await fallback(request);
    }
  };
