import { Campaign, Icp } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { IcpVersion } from '../../../functions/campaigns/icp-contract.ts';
import { Company } from '../../../functions/discovery/company.ts';
import { LeadDetail, type Score } from '../../../functions/scoring/contract.ts';
import { createIcpFit } from '../../../functions/scoring/icp-fit.ts';
import { ApiError } from '../api-client.ts';
import { type Context, defineCommand, needed, type Output } from '../command.ts';
import { type ExplainedScore, explainScore, scoreLines } from '../explained-score.ts';
import { domainOf, findCompany } from '../find-company.ts';
import { readJsonFile } from '../read-json-file.ts';
import { UsageError } from '../usage-error.ts';

const tell = ({ print, json }: Output, explained: ExplainedScore): number => {
  if (json) print(JSON.stringify(explained));
  else for (const line of scoreLines(explained)) print(line);
  return 0;
};

const scoredNow = (company: Company, icp: IcpCriteria, from: 'file' | 'company'): ExplainedScore => {
  const score: Score = createIcpFit(icp, Date.now())(company);
  return explainScore({ company: { domain: company.domain, name: company.name }, from, campaignId: null }, icp, score);
};

/** What the API says, or undefined when it has no such thing. */
const found = async <Answer>(asked: Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return undefined;
    throw error;
  }
};

/** The profile by which a campaign's leads were scored last. */
const icpOf = async ({ api }: Context, { icpId, icpVersion }: Campaign): Promise<IcpCriteria> => {
  for await (const version of api.all(`/icps/${icpId}/versions`, IcpVersion))
    if (version.version === icpVersion) return version.criteria;
  return (await api.call('GET', `/icps/${icpId}`, Icp)).criteria;
};

/** The company as the newest campaign scored it. */
const leadOf = async (
  context: Context,
  domain: string,
  only: string | undefined,
): Promise<ExplainedScore | undefined> => {
  const { api } = context;
  for await (const campaign of api.all('/campaigns', Campaign)) {
    if (only !== undefined && campaign.id !== only) continue;
    const lead = await found(api.call('GET', `/campaigns/${campaign.id}/leads/${domain}`, LeadDetail));
    if (lead === undefined) continue;
    const score = { value: lead.score, grade: lead.grade, confidence: lead.confidence, breakdown: lead.breakdown };
    const company = { domain, name: lead.name };
    return explainScore({ company, from: 'lead', campaignId: campaign.id }, await icpOf(context, campaign), score);
  }
  return undefined;
};

type Wish = Readonly<{ domain: string; icp: string | undefined; campaign: string | undefined }>;

const explainInWorkspace = async (context: Context, { domain, icp, campaign }: Wish): Promise<number> => {
  if (icp === undefined) {
    const explained = await leadOf(context, domain, campaign);
    if (explained === undefined)
      throw new UsageError(
        `No campaign has scored ${domain} yet. Start a run, or give a profile with --icp FILE to score it now.`,
      );
    return tell(context, explained);
  }
  const criteria = await readJsonFile(icp, IcpCriteria);
  const company = await found(context.api.call('GET', `/companies/${domain}`, Company));
  if (company === undefined)
    throw new UsageError(
      `${domain} is not among the companies of this workspace. Import it, or give --companies FILE.`,
    );
  return tell(context, scoredNow(company, criteria, 'company'));
};

const explainFromFile = async (output: Output, domain: string, companies: string, icp: string): Promise<number> => {
  const criteria = await readJsonFile(icp, IcpCriteria);
  const company = await findCompany(companies, domain, new Date().getUTCFullYear());
  return tell(output, scoredNow(company, criteria, 'file'));
};

export const scoreExplainCommand = defineCommand({
  name: 'score explain',
  usage: `  throughline score explain COMPANY [--icp FILE] [--companies FILE] [--campaign ID] [--json]
      Why a company has its score: each component with weight, reason and evidence, and what is not known.
      COMPANY is a domain: a lead of the workspace, with --icp one of its companies, with --companies one of a file.`,
  options: { icp: { type: 'string' }, companies: { type: 'string' }, campaign: { type: 'string' } },
  prepare: ({ icp, companies, campaign }, [subject]) => {
    const domain = domainOf(needed('COMPANY, a domain like acme.com,', subject));
    if (companies === undefined)
      return { needs: 'system', run: (context) => explainInWorkspace(context, { domain, icp, campaign }) };
    const profile = needed('--icp, by which companies of a file are scored,', icp);
    return { needs: 'nothing', run: (output) => explainFromFile(output, domain, companies, profile) };
  },
});
