import type { IcpCriteria } from '../../campaigns/icp.ts';
import { factsOf } from '../infer-icps-facts.ts';
import { proposeIcps } from '../infer-icps-offline.ts';
import type { SiteProfile } from './site-profile.ts';

/**
 * Whom a company sells to, as far as its website says it: the first of the profiles that `POST /icps/infer` proposes offline. `said` is how much of it the website
 * says, 0..1; the rest is assumed.
 */
export const inferIcp = (profile: SiteProfile): Readonly<{ criteria: IcpCriteria; summary: string; said: number }> => {
  const [first] = proposeIcps(profile, factsOf(profile));
  if (first === undefined) throw new Error('A website always gives a proposal, if only an assumed one');
  return { criteria: first.criteria, summary: first.summary, said: first.confidence };
};
