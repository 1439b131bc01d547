import { createAssessSite } from '../../../functions/assessment/assess-site.ts';
import { assessedAddress } from '../../../functions/assessment/assessed-address.ts';
import type { KeepScreenshot } from '../../../functions/assessment/browser/browse-branches.ts';
import { createBrowserBranch } from '../../../functions/assessment/browser-branch.ts';
import { createNetworkCapture } from '../../../functions/assessment/capture-site.ts';
import type { Assessment } from '../../../functions/assessment/contract.ts';
import { defaultAssumptions } from '../../../functions/assessment/default-assumptions.ts';
import type { ImpactAssumptions } from '../../../functions/assessment/impact/contract.ts';
import { createLightBranches } from '../../../functions/assessment/light-branches.ts';
import { unpaidBranches } from '../../../functions/assessment/paid-branches.ts';
import { failedBranch, type SiteBranch } from '../../../functions/assessment/site-branch.ts';
import { AssessmentId, newId, WorkspaceId } from '../../../functions/platform/ids.ts';
import { parseAllowedHosts } from '../../../functions/platform/safe-fetch/allowed-hosts.ts';
import { systemClock as clock, SECOND } from '../../../functions/platform/time.ts';
import { UsageError } from '../usage-error.ts';

const NOBODY = WorkspaceId.parse('ws_0000000000');

const WITHOUT_BROWSER: SiteBranch = {
  gives: ['visual'],
  timeoutMs: SECOND,
  run: () => Promise.resolve([failedBranch('visual', 'No browser was to look at it (--no-browser).')]),
};

/** A picture of the site as a document takes it. */
export type PrintPicture = Readonly<{ device: 'desktop' | 'mobile'; contentType: 'image/jpeg'; bytes: Uint8Array }>;
export type AssessedHere = Readonly<{ assessment: Assessment; pictures: readonly PrintPicture[] }>;

/** Assesses a site from this process, without a system and without paid providers; nothing is kept. @throws UsageError */
export const assessHere = async (
  url: string,
  {
    allowHosts,
    browser,
    assumptions,
  }: Readonly<{ allowHosts: string; browser: boolean; assumptions: Partial<ImpactAssumptions> }>,
): Promise<AssessedHere> => {
  const allowed = parseAllowedHosts(allowHosts);
  const address = assessedAddress(url, allowed);
  if (address === undefined)
    throw new UsageError(`"${url}" is not the address of a website. Give one like https://example.com.`);
  const pictures: PrintPicture[] = [];
  const keepScreenshot: KeepScreenshot = (device, _webp, jpeg) => {
    if (jpeg !== undefined) pictures.push({ device, contentType: 'image/jpeg', bytes: jpeg });
    return Promise.resolve(`${device}.webp`);
  };
  const assessSite = createAssessSite({
    captureSite: createNetworkCapture({ allowHosts, clock }),
    branches: [
      ...Object.values(createLightBranches({ clock })),
      ...Object.values(unpaidBranches()),
      browser
        ? createBrowserBranch({ allowed, chromiumPath: process.env['CHROMIUM_PATH'], keepScreenshot, clock })
        : WITHOUT_BROWSER,
    ],
    clock,
  });
  const assessment = await assessSite(
    {
      id: newId(AssessmentId, 'asm'),
      workspaceId: NOBODY,
      url: address.website,
      domain: address.domain,
      companyName: null,
    },
    { ...defaultAssumptions(), ...assumptions },
  );
  return { assessment, pictures };
};
