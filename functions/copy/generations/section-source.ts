import type { IcpCriteria } from '../../campaigns/icp.ts';
import type { Preferences } from './copy-request.ts';
import type { SiteProfile } from './site-profile.ts';

/** What the sections of one request are written from. */
export type SectionSource = Readonly<{
  profile: SiteProfile;
  criteria: IcpCriteria;
  /** Whether nobody has described whom the copy is for. */
  isAssumed: boolean;
  preferences: Preferences;
  /** Departments to write to, where the caller has named them. */
  departments: IcpCriteria['persona']['departments'];
}>;
