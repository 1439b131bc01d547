import type { Passage } from '../contacts/contract.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Brief } from './brief.ts';
import { interleave, type Retriever } from './retriever.ts';

/** Passages that one prompt gets: enough to open three mails with, and a third of what a site may have. */
const MOST_PASSAGES = 16;
const A_QUERY = 6;
const ABOUT_THEM = ['customers we work with and what we do for them', 'our team, history and news'];

/** The passages of a company's site that serve mails about this offer: how the home page begins, and what is nearest to the offer's problems. */
export const choosePassages =
  (retrieve: Retriever, workspaceId: WorkspaceId) =>
  async ({ company, passages, offer }: Brief): Promise<readonly Passage[]> => {
    if (passages.length <= MOST_PASSAGES) return passages;
    const queries = [offer.oneLiner, ...offer.problems.slice(0, 3), ...ABOUT_THEM];
    const found = await retrieve({ workspaceId, site: company.domain, passages, queries, limit: A_QUERY });
    const opening = passages.slice(0, 3);
    return interleave([...opening.map((one) => [one]), ...found], MOST_PASSAGES);
  };
