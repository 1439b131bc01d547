import * as z from 'zod';
import { PageQuery, pageOf } from '../platform/http/page.ts';
import { defineRoutes } from '../platform/http/route.ts';
import { singleLine } from '../platform/http/text.ts';
import { IcpId } from '../platform/ids.ts';
import { Instant } from '../platform/time.ts';
import { Icp } from './contract.ts';
import { IcpCriteria } from './icp.ts';

/** The criteria as they were from `createdAt` until the next version. */
export const IcpVersion = z.object({ version: z.int().min(1), criteria: IcpCriteria, createdAt: Instant });
export type IcpVersion = z.infer<typeof IcpVersion>;

const icps = { servedBy: 'campaigns/serve-campaigns', tag: 'ICPs' } as const;
const params = z.object({ icpId: IcpId });

export const icpRoutes = defineRoutes({
  listIcpVersions: {
    ...icps,
    operationId: 'listIcpVersions',
    method: 'GET',
    path: '/icps/{icpId}/versions',
    summary: "An ideal customer profile's versions, newest first; a run keeps the one it used",
    permission: 'icp:read',
    params,
    query: PageQuery,
    status: 200,
    response: pageOf(IcpVersion),
  },
  restoreIcpVersion: {
    ...icps,
    operationId: 'restoreIcpVersion',
    method: 'POST',
    path: '/icps/{icpId}/versions/{version}/restore',
    summary: 'Make an earlier version the newest one again',
    permission: 'icp:update',
    params: params.extend({ version: z.coerce.number().int().min(1).max(999_999) }),
    status: 200,
    response: Icp,
  },
  duplicateIcp: {
    ...icps,
    operationId: 'duplicateIcp',
    method: 'POST',
    path: '/icps/{icpId}/duplicate',
    summary: 'Copy an ideal customer profile as a new one',
    permission: 'icp:create',
    params,
    body: z.strictObject({ name: singleLine(120).optional() }),
    status: 201,
    response: Icp,
  },
  deleteIcp: {
    ...icps,
    operationId: 'deleteIcp',
    method: 'DELETE',
    path: '/icps/{icpId}',
    summary: 'Delete an ideal customer profile that no campaign uses',
    permission: 'icp:delete',
    params,
    status: 204,
  },
});
