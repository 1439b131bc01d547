import type { CompanyStore } from '../../discovery/company-store.ts';
import { mapAtOnce } from '../../platform/at-once.ts';
import type { Files } from '../../platform/files.ts';
import { qualificationOutcomesKey } from '../../platform/files-layout.ts';
import type { WorkspaceId } from '../../platform/ids.ts';
import { companyFacts } from './company-facts.ts';
import type { PastLead } from './history-of-leads.ts';
import { GivenOutcomes } from './qualification-contract.ts';

const READ_AT_ONCE = 20;

/** Outcomes that came from elsewhere, for companies that the workspace knows. How they fit an ICP then is not known, so only firmographics count. */
export const createGivenHistory =
  ({ companies, files }: { companies: Pick<CompanyStore, 'get'>; files: Pick<Files, 'readText'> }) =>
  async (workspaceId: WorkspaceId): Promise<readonly PastLead[]> => {
    const text = await files.readText(qualificationOutcomesKey(workspaceId));
    if (text === undefined) throw new Error('The outcomes of a training are gone');
    const outcomes = GivenOutcomes.parse(JSON.parse(text));
    const found = await mapAtOnce(outcomes, READ_AT_ONCE, async ({ domain, converted, at }) => {
      const company = await companies.get(workspaceId, domain.toLowerCase());
      return company === undefined ? [] : [{ facts: companyFacts(company), converted, at: at ?? null }];
    });
    return found.flat();
  };
