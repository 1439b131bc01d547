import * as z from 'zod';
import { AssessmentId, WorkspaceId } from '../platform/ids.ts';
import { BranchResult, NotMeasured } from './contract.ts';
import { SiteCapture } from './site-capture.ts';

/** What every step of the assessment machine is told. */
export const StepInput = z.object({ workspaceId: WorkspaceId, id: AssessmentId });
export type StepInput = z.infer<typeof StepInput>;

/** Steps that run side by side once the site was read, as the machine names them. */
export const SITE_STEPS = [
  'seo',
  'content',
  'accessibility',
  'security',
  'email',
  'performance',
  'tech',
  'presence',
  'seoData',
  'browser',
] as const;
export const SiteStep = z.enum(SITE_STEPS);
export type SiteStep = z.infer<typeof SiteStep>;

export const CheckInput = StepInput.extend({ step: SiteStep.exclude(['browser']) });
export type CheckInput = z.infer<typeof CheckInput>;

/** How a step ended; what it found lies in the data bucket. */
export const StepEnd = z.object({ step: SiteStep, ok: z.boolean(), reason: z.string().optional() });
export type StepEnd = z.infer<typeof StepEnd>;

export const FetchEnd = StepInput.extend({ readable: z.boolean() });
export type FetchEnd = z.infer<typeof FetchEnd>;

/** Either the steps' ends, or why the machine could not go on. */
export const ConcludeInput = StepInput.extend({ ends: z.array(StepEnd).optional(), failure: z.unknown().optional() });
export type ConcludeInput = z.infer<typeof ConcludeInput>;

/** What reading a site brought, as it is kept for the steps. */
export const StoredCapture = z.object({ capture: SiteCapture, notMeasured: z.array(NotMeasured) });
export type StoredCapture = z.infer<typeof StoredCapture>;
export const StoredResults = z.array(BranchResult);
