import type { Stage } from '../../../../functions/campaigns/contract.ts';

/** The stages in the order a run goes through them. */
export const STAGE_ORDER = [
  'discovered',
  'scored',
  'qualified',
  'contacts',
  'drafted',
  'approved',
  'sent',
] as const satisfies readonly Stage[];
