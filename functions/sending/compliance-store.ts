import type { WorkspaceId } from '../platform/ids.ts';
import { complianceKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { ComplianceProfile } from './preflight/preflight-contract.ts';

export type ComplianceStore = ReturnType<typeof createComplianceStore>;

/** Who a workspace is, as mails and the law ask for it. */
export const createComplianceStore = (table: Pick<Table, 'get' | 'put'>, clock: Clock) => ({
  /** Nulls while nobody has said. */
  get: async (workspaceId: WorkspaceId): Promise<ComplianceProfile> => {
    const item = await table.get(complianceKey(workspaceId), { consistent: true });
    return item === undefined
      ? { legalName: null, postalAddress: null, updatedAt: null }
      : ComplianceProfile.parse(item);
  },

  put: async (
    workspaceId: WorkspaceId,
    profile: Readonly<{ legalName: string; postalAddress: string }>,
    by: string,
  ): Promise<ComplianceProfile> => {
    const updatedAt = instant(clock());
    const stored = { ...profile, updatedAt };
    const Item = { type: 'ComplianceProfile', v: 1, createdAt: updatedAt, workspaceId, by, ...stored };
    await table.put({ ...complianceKey(workspaceId), ...Item });
    return stored;
  },
});
