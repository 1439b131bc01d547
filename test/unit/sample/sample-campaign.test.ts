import { readFileSync } from 'node:fs';
import { NewCampaign } from '../../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { colourProblems, DEFAULT_BRAND } from '../../../functions/reports/brand.ts';
import { reportRoutes } from '../../../functions/reports/contract.ts';
import {
  sampleCampaign,
  sampleIcp,
  sampleOffer,
  sampleReportBrand,
  sampleWorkspace,
} from '../../../lib/local/sample/sample-campaign.ts';
import { sampleSites } from '../../../lib/local/sample/sites.ts';

test('the sample ICP is one that the API accepts unchanged', () => {
  expect(IcpCriteria.parse(sampleIcp)).toEqual(sampleIcp);
});

test('the sample campaign needs only its ids to be accepted', () => {
  const fields = NewCampaign.omit({ icpId: true, companyImports: true }).strip().safeParse(sampleCampaign);
  expect(fields.error).toBeUndefined();
});

test('the sender and its people are under .example', () => {
  const { owner, colleague } = sampleWorkspace;
  for (const email of [owner.email, colleague.email, sampleCampaign.sender.email])
    expect(email).toMatch(/@harbourlight\.example$/);
});

test('the link of the offer leads to a page of the sender’s own site', () => {
  const { hostname, pathname } = new URL(sampleOffer.link ?? '');
  expect(sampleSites().get(hostname)?.pages.get(pathname)?.status).toBe(200);
});

test('the example ICP for the public directory is one that the API accepts', () => {
  const text = readFileSync(new URL('../../../examples/icp-b2b-software.json', import.meta.url), 'utf8');
  expect(IcpCriteria.parse(JSON.parse(text))).toMatchObject({ threshold: 0.75, headcount: { min: 10, max: 500 } });
});

test('reports of the sample are from its own workspace, in colours that can be read, and look like no other’s', () => {
  expect(reportRoutes.setReportBrand.body.parse(sampleReportBrand)).toMatchObject({ senderName: 'Harbourlight' });
  expect(colourProblems(sampleReportBrand)).toEqual([]);
  expect(sampleReportBrand.primaryColour).not.toBe(DEFAULT_BRAND.primaryColour);
});
