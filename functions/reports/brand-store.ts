import type { WorkspaceId } from '../platform/ids.ts';
import { reportBrandKey } from '../platform/keys.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, instant } from '../platform/time.ts';
import { Brand, DEFAULT_BRAND } from './brand.ts';

export type BrandStore = ReturnType<typeof createBrandStore>;

/** How a workspace's reports look; the product's own look while nobody has said. */
export const createBrandStore = (table: Pick<Table, 'get' | 'put'>, clock: Clock) => ({
  get: async (workspaceId: WorkspaceId): Promise<Brand> => {
    const item = await table.get(reportBrandKey(workspaceId), { consistent: true });
    return item === undefined ? DEFAULT_BRAND : Brand.parse(item);
  },

  put: async (workspaceId: WorkspaceId, brand: Brand): Promise<void> => {
    const now = instant(clock());
    await table.put({
      ...reportBrandKey(workspaceId),
      type: 'ReportBrand',
      v: 1,
      workspaceId,
      ...brand,
      createdAt: now,
      updatedAt: now,
    });
  },
});
