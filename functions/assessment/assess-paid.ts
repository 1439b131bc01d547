import type { BookPaidCall } from '../platform/ledger/paid-call.ts';
import type { Clock } from '../platform/time.ts';
import type { AssessPaid } from './assess-leads.ts';
import { createAssessSite } from './assess-site.ts';
import type { CaptureSite } from './capture-site.ts';
import type { LightBranches } from './light-branches.ts';
import type { createPaidBranches } from './paid-branches.ts';

/** Assessments without a browser, with the providers that a workspace has keys of; each tells what it cost, which is booked. */
export const createAssessPaid =
  ({
    captureSite,
    lightBranches,
    paidBranches,
    bookPaidCall,
    clock,
  }: {
    captureSite: CaptureSite;
    lightBranches: LightBranches;
    paidBranches: ReturnType<typeof createPaidBranches>;
    bookPaidCall: BookPaidCall;
    clock: Clock;
  }): AssessPaid =>
  async (head, assumptions) => {
    let costMicroUsd = 0;
    const paid = await paidBranches(head.workspaceId, head.id, async (workspaceId, call) => {
      costMicroUsd += call.microUsd;
      await bookPaidCall(workspaceId, call);
    });
    const branches = [...Object.values(lightBranches), ...Object.values(paid)];
    const assessment = await createAssessSite({ captureSite, branches, clock })(head, assumptions);
    return { assessment, costMicroUsd };
  };
