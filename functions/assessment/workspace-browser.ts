import type { WorkspaceModel } from '../copy/workspace-model.ts';
import type { Files } from '../platform/files.ts';
import { assessmentScreenshotKey } from '../platform/files-layout.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { AllowedHosts } from '../platform/safe-fetch/allowed-hosts.ts';
import type { Clock } from '../platform/time.ts';
import type { KeepScreenshot } from './browser/browse-branches.ts';
import { createBrowserBranch } from './browser-branch.ts';
import type { PageSpeed } from './performance/page-speed.ts';
import type { SiteBranch } from './site-branch.ts';
import type { StepInput } from './step-contract.ts';
import { createJudgeLook } from './visual/judge-look.ts';

/** The browser's part of an assessment with what its workspace has: PageSpeed Insights by its key, and a model that judges how the site looks. */
export const createWorkspaceBrowser =
  ({
    findPageSpeed,
    workspaceModel,
    files,
    allowed,
    chromiumPath,
    clock,
  }: {
    findPageSpeed: (workspaceId: WorkspaceId) => Promise<PageSpeed | undefined>;
    workspaceModel: WorkspaceModel;
    files: Pick<Files, 'writeBytes'>;
    allowed: AllowedHosts;
    chromiumPath: string | undefined;
    clock: Clock;
  }) =>
  async ({ workspaceId, id }: StepInput): Promise<SiteBranch> => {
    const [pageSpeed, model] = await Promise.all([findPageSpeed(workspaceId), workspaceModel(workspaceId)]);
    const keepScreenshot: KeepScreenshot = async (device, bytes, jpeg) => {
      const key = assessmentScreenshotKey(workspaceId, id, device);
      await files.writeBytes(key, bytes, 'image/webp');
      if (jpeg !== undefined) await files.writeBytes(key.replace(/\.webp$/, '.jpg'), jpeg, 'image/jpeg');
      return key;
    };
    const judgeLook = model === undefined ? undefined : createJudgeLook({ model });
    return createBrowserBranch({ allowed, chromiumPath, pageSpeed, judgeLook, keepScreenshot, clock });
  };
