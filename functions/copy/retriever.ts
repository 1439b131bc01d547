import type { Passage } from '../contacts/contract.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import { createRetrieval } from './retrieval.ts';

export type RetrievalRequest = Readonly<{
  workspaceId: WorkspaceId;
  /** The site's domain: passages of one site are searched among themselves. */
  site: string;
  passages: readonly Passage[];
  queries: readonly string[];
  /** Passages a query, at most. */
  limit: number;
}>;

/** Gives the passages nearest to each of several questions, best first. BM25 in the process, or vectors where an index is configured. */
export type Retriever = (request: RetrievalRequest) => Promise<readonly (readonly Passage[])[]>;

/** By words, in this process: nothing to configure, nothing to pay. */
export const wordRetriever: Retriever = ({ passages, queries, limit }) => {
  const retrieve = createRetrieval(passages);
  return Promise.resolve(queries.map((query) => retrieve(query, limit)));
};

/** The passages that several questions found, each once, in turns: every question's best before any question's second. */
export const interleave = (found: readonly (readonly Passage[])[], most: number): readonly Passage[] => {
  const deepest = Math.max(0, ...found.map(({ length }) => length));
  const ranked = Array.from({ length: deepest }, (_, rank) => found.flatMap((list) => list[rank] ?? [])).flat();
  return [...new Map(ranked.map((passage) => [passage.id, passage])).values()].slice(0, most);
};
