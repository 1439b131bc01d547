import { siteAddress } from '../contacts/site-address.ts';
import type { Company } from '../discovery/company.ts';
import { AssessmentId, newId, type WorkspaceId } from '../platform/ids.ts';
import { type Clock, instant } from '../platform/time.ts';
import { emptyAssessment } from './assessment.ts';
import type { StartMachine } from './assessment-machine.ts';
import type { AssessmentStore } from './assessment-store.ts';
import type { Assessment } from './contract.ts';
import { defaultAssumptions } from './default-assumptions.ts';
import { badUrl } from './fetch/capture-failure.ts';
import type { NewAssessment } from './routes-contract.ts';

export type Started = Readonly<
  | { ok: true; assessment: Assessment }
  | { ok: false; reason: 'unknown_company'; companyId: string }
  | { ok: false; reason: 'no_website'; companyId: string }
  | { ok: false; reason: 'bad_url'; detail: string }
>;

/** Opens an assessment of an address or of a company's website, and starts the machine. What is known of the company goes into the assumptions. */
export const createStartAssessment =
  ({
    store,
    findCompany,
    startMachine,
    clock,
  }: {
    store: Pick<AssessmentStore, 'begin'>;
    findCompany: (workspaceId: WorkspaceId, domain: string) => Promise<Company | undefined>;
    startMachine: StartMachine;
    clock: Clock;
  }) =>
  async (
    workspaceId: WorkspaceId,
    { url: given, companyId, companyName, assumptions = {} }: NewAssessment,
  ): Promise<Started> => {
    const company = companyId === undefined ? undefined : await findCompany(workspaceId, companyId.toLowerCase());
    if (companyId !== undefined && company === undefined) return { ok: false, reason: 'unknown_company', companyId };
    const asked = given ?? company?.website ?? '';
    if (company !== undefined && asked === '') return { ok: false, reason: 'no_website', companyId: company.domain };
    const address = siteAddress(asked);
    if (address === undefined) return { ok: false, reason: 'bad_url', detail: badUrl(asked).detail };
    const known = defaultAssumptions({
      industry: company?.industries[0] ?? null,
      employees: company?.headcount ?? null,
      annualRevenueUsd: company?.revenue ?? null,
    });
    const assessment = emptyAssessment(
      {
        id: newId(AssessmentId, 'asm'),
        workspaceId,
        url: address.website,
        domain: company?.domain ?? address.domain,
        companyName: companyName ?? company?.name ?? null,
        startedAt: instant(clock()),
      },
      'running',
      { finishedAt: null, assumptions: { ...known, ...withoutUndefined(assumptions) } },
    );
    await store.begin(assessment);
    await startMachine({ workspaceId, id: assessment.id });
    return { ok: true, assessment };
  };

const withoutUndefined = (given: NonNullable<NewAssessment['assumptions']>): Partial<Assessment['assumptions']> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
