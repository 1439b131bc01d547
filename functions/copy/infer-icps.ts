import { IcpCriteria } from '../campaigns/icp.ts';
import type { Handlers } from '../platform/http/api.ts';
import { invalidFields, type ProblemReply, problem } from '../platform/http/problem.ts';
import type { WorkspaceId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { toUsd } from '../platform/money.ts';
import { type Clock, SECOND } from '../platform/time.ts';
import { profileOf, type SiteProfile } from './generations/site-profile.ts';
import type { InferredIcps, inferIcpsRoutes, ProposedIcp } from './infer-icps-contract.ts';
import { factsOf } from './infer-icps-facts.ts';
import { askForIcps, type ModelProposals } from './infer-icps-model.ts';
import { proposeIcps } from './infer-icps-offline.ts';
import { costOf, type Model } from './model.ts';
import type { ReadSite, SiteAnswer } from './site-pack.ts';

const PROPOSALS = 3;
/** API Gateway gives an answer 29 seconds; a model that needs longer is not waited for. */
const ANSWER_TIME = 27 * SECOND;
/** Below this a site has said next to nothing about its customers. */
const UNSURE = 0.2;

/** What each of these is: a mistake in the request, or a site that cannot be used. */
const CALLERS_MISTAKE: readonly string[] = ['bad_url', 'private_address'];

const unreadable = ({ reason, detail, tried }: Extract<SiteAnswer, { ok: false }>): ProblemReply => {
  if (CALLERS_MISTAKE.includes(reason))
    return invalidFields([{ field: 'websiteUrl', message: detail.replace(/^websiteUrl: /, '') }]);
  const addresses = tried.length === 0 ? '' : ` Tried: ${tried.join(', ')}.`;
  return problem(422, `website_${reason}`, `${detail}${addresses}`);
};

const nothingAsked: ModelProposals = { proposals: [], notes: [], usage: [] };

const sameTrades = (a: ProposedIcp, b: ProposedIcp): boolean =>
  a.criteria.industries.join() === b.criteria.industries.join() &&
  JSON.stringify(a.criteria.headcount) === JSON.stringify(b.criteria.headcount);

/** A model's proposals, filled up to three by those that need none. */
const filledUp = (given: readonly ProposedIcp[], offline: readonly ProposedIcp[]): readonly ProposedIcp[] => {
  const others = offline.filter((one) => !given.some((known) => sameTrades(known, one)));
  return [...given, ...others, ...offline].slice(0, PROPOSALS).sort((a, b) => b.confidence - a.confidence);
};

const notesOn = ({ english, suspicious }: SiteProfile, icps: readonly ProposedIcp[]): string[] => [
  ...(english ? [] : ['The website is not in English: only trades, places and figures were read from it.']),
  ...(suspicious > 0 ? [`${String(suspicious)} passages that speak to language models were left out.`] : []),
  ...(icps.every(({ confidence }) => confidence < UNSURE)
    ? ['The website hardly says whom the company works for. Take these as a beginning and complete them yourself.']
    : []),
];

/**
 * Reads a company's own website and proposes three ideal customer profiles, each with pain points, a confidence and what every claim rests
 * on. With a model it writes them, held to its quotes; what it cannot give, and everything when there is none, is concluded from the words
 * of the site and the taxonomy.
 */
export const createInferIcps =
  ({
    readSite,
    modelFor,
    log,
    clock,
  }: {
    readSite: ReadSite;
    modelFor: (workspaceId: WorkspaceId) => Promise<Model | undefined>;
    log: Log;
    clock: Clock;
  }): Handlers<typeof inferIcpsRoutes>['inferIcps'] =>
  async ({ principal: { workspaceId }, body: { websiteUrl, refresh } }) => {
    const until = clock() + ANSWER_TIME;
    const read = await readSite({ workspaceId, url: websiteUrl, refresh });
    if (!read.ok) return unreadable(read);
    const profile = profileOf(read.site);
    const offline = proposeIcps(profile, factsOf(profile));
    const model = await modelFor(workspaceId);
    const asked =
      model === undefined
        ? nothingAsked
        : await askForIcps(model, profile, AbortSignal.timeout(Math.max(1, until - clock())));
    if (model !== undefined && asked.proposals.length === 0)
      log.warn('A model gave no profiles that could be kept', { workspaceId, reason: asked.notes[0] });
    const icps = filledUp(asked.proposals, offline);
    const [home] = read.site.pages;
    const body: InferredIcps = {
      website: {
        url: home?.url ?? websiteUrl,
        name: profile.name,
        readAt: read.site.readAt,
        pages: read.site.pages.map(({ url }) => url),
      },
      icps: icps.map((icp) => ({ ...icp, criteria: IcpCriteria.parse(icp.criteria) })),
      writer: model !== undefined && asked.proposals.length > 0 ? model.name : 'offline',
      notes: [...asked.notes, ...notesOn(profile, icps)],
      costUsd: toUsd(costOf(asked.usage)),
    };
    return { body };
  };
