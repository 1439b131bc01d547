import * as z from 'zod';
import { WorkspaceId } from '../ids.ts';
import { type Permission, ROLES, roleMay } from '../permissions.ts';

/** Who calls: a member by JWT or an integrator by API key, always within one workspace. Authorizer contexts carry text only. */
export const Principal = z.object({
  workspaceId: WorkspaceId,
  kind: z.enum(['member', 'key']),
  /** The member's subject or the key's id. */
  id: z.string().min(1),
  role: z.enum(ROLES),
  /** Test keys reach sandbox data only. */
  mode: z.enum(['sandbox', 'live']),
});
export type Principal = z.infer<typeof Principal>;

export const mayDo = (principal: Principal, permission: Permission): boolean => roleMay(principal.role, permission);
