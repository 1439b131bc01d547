import type { Icp } from '../../campaigns/contract.ts';
import type { Problem, ProblemReply } from '../../platform/http/problem.ts';
import { type GenerationId, IcpId, type WorkspaceId } from '../../platform/ids.ts';
import { toUsd } from '../../platform/money.ts';
import type { SpendLimit } from '../../platform/spending.ts';
import { type Clock, instant } from '../../platform/time.ts';
import { costOf, type Model, type ModelUsage } from '../model.ts';
import type { ReadSite } from '../site-pack.ts';
import { softWarning } from '../tell-run.ts';
import { confidenceOf, sourcesOf, wordsWritten } from './confidence.ts';
import type { CopyRequest } from './copy-request.ts';
import { type CopyPackage, type Kind, type Section, sectionsOf, type UsedIcp } from './generation.ts';
import type { Tell } from './generation-events.ts';
import { modelProblem, NO_MODEL, siteProblem, unknownIcp } from './generation-problems.ts';
import { inferIcp } from './infer-icp.ts';
import { readIcpText } from './read-icp-text.ts';
import type { SectionSource } from './section-source.ts';
import { profileOf, type SiteProfile } from './site-profile.ts';
import { type SectionAnswer, writeSection } from './write-section.ts';

export type Generated =
  | Readonly<{ ok: true; result: CopyPackage }>
  /** `again`: the models were down; the same request may succeed later. */
  | Readonly<{ ok: false; problem: Problem; again: boolean }>;

export type GenerateCopy = (
  order: Readonly<{ workspaceId: WorkspaceId; generationId: GenerationId; kind: Kind; request: CopyRequest }>,
  tell: Tell,
) => Promise<Generated>;

/** Reads the website, settles whom the copy is for and writes the sections at once. Never throws for what a site or a model does. */
export const createGenerateCopy = ({
  readSite,
  modelFor,
  icps,
  clock,
}: {
  readSite: ReadSite;
  modelFor: (
    workspaceId: WorkspaceId,
    options: Readonly<{ onSoftLimit: (limits: readonly SpendLimit[]) => void }>,
  ) => Promise<Model | undefined>;
  icps: Readonly<{ get: (workspaceId: WorkspaceId, id: IcpId) => Promise<Icp | undefined> }>;
  clock: Clock;
}): GenerateCopy => {
  const icpOf = async (
    workspaceId: WorkspaceId,
    { icp }: CopyRequest,
    profile: SiteProfile,
  ): Promise<UsedIcp | ProblemReply> => {
    if (icp === undefined) {
      const { criteria, summary, said } = inferIcp(profile);
      return { source: 'inferred', summary, said, criteria };
    }
    if (typeof icp !== 'string') return { source: 'given', summary: icp.name, said: 1, criteria: icp };
    const id = IcpId.safeParse(icp).data;
    if (id === undefined) return { source: 'given', summary: icp, said: 1, criteria: readIcpText(icp) };
    const stored = await icps.get(workspaceId, id);
    return stored === undefined
      ? unknownIcp(id)
      : { source: 'stored', summary: stored.criteria.name, said: 1, criteria: stored.criteria };
  };

  return async ({ workspaceId, generationId, kind, request }, tell) => {
    const began = clock();
    const budgets = new Set<string>();
    const onSoftLimit = (limits: readonly SpendLimit[]): void => {
      for (const limit of limits) budgets.add(softWarning(limit));
    };
    tell('stage', { stage: 'reading', status: 'started', detail: request.websiteUrl });
    // A model is looked up while the site is read.
    const [read, model] = await Promise.all([
      readSite({ workspaceId, url: request.websiteUrl, refresh: request.refresh }),
      request.writer === 'offline' ? undefined : modelFor(workspaceId, { onSoftLimit }),
    ]);
    if (!read.ok) return { ok: false, problem: siteProblem(read), again: false };
    if (request.writer === 'model' && model === undefined) return { ok: false, problem: NO_MODEL, again: false };
    const profile = profileOf(read.site);
    tell('stage', {
      stage: 'reading',
      status: 'done',
      detail: `${String(read.site.pages.length)} pages, ${String(profile.passages.length)} passages`,
    });
    const icp = await icpOf(workspaceId, request, profile);
    if ('problem' in icp) return { ok: false, problem: icp.problem, again: false };
    tell('stage', { stage: 'icp', status: 'done', detail: icp.source });

    const source: SectionSource = {
      profile,
      criteria: icp.criteria,
      isAssumed: icp.source === 'inferred',
      preferences: request.preferences,
      departments: icp.source === 'inferred' ? [] : icp.criteria.persona.departments,
    };
    const writeOne = async <S extends Section>(
      section: S,
      write: (typeof writeSection)[S],
    ): Promise<SectionAnswer<S>> => {
      tell('stage', { stage: section, status: 'started' });
      const onDelta = (text: string): void => tell('delta', { section, text });
      // TypeScript does not tie the writer to its own section.
      const answer = (await write(source, {
        model,
        onlyModel: request.writer === 'model',
        onDelta,
      })) as SectionAnswer<S>;
      if (answer.ok) {
        tell('asset', { section, value: answer.value });
        tell('stage', { stage: section, status: 'done', detail: answer.writer });
      }
      return answer;
    };
    const wanted = sectionsOf(kind);
    const [positioning, email, enrichment] = await Promise.all([
      wanted.includes('positioning') ? writeOne('positioning', writeSection.positioning) : undefined,
      wanted.includes('email') ? writeOne('email', writeSection.email) : undefined,
      wanted.includes('enrichment') ? writeOne('enrichment', writeSection.enrichment) : undefined,
    ]);
    const answers = [positioning, email, enrichment].filter((answer) => answer !== undefined);
    const usage = usageOf(answers.flatMap((answer) => answer.usage));
    tell('usage', usage);
    const failed = answers.find((answer) => !answer.ok);
    if (failed !== undefined) return { ok: false, ...modelProblem(failed.failure, generationId) };

    const sections = {
      ...(positioning?.ok === true ? { positioning: positioning.value } : {}),
      ...(email?.ok === true ? { email: email.value } : {}),
      ...(enrichment?.ok === true ? { enrichment: enrichment.value } : {}),
    };
    const writers = answers.flatMap((answer) => (answer.ok ? [answer.writer] : []));
    const claims = Object.values(sections).flatMap((section) => section.claims);
    return {
      ok: true,
      result: {
        kind,
        ...sections,
        websiteUrl: request.websiteUrl,
        companyName: profile.name,
        icp,
        metadata: {
          generationId,
          model: [...new Set(writers)].join(', '),
          confidence: confidenceOf(profile, icp, sections),
          sourcesUsed: sourcesOf(profile, claims),
          usage,
          processingMs: Math.max(0, Math.round(clock() - began)),
          wordCount: wordsWritten(sections),
          warnings: [...answers.flatMap((answer) => (answer.ok ? answer.warnings : [])), ...budgets],
          createdAt: instant(began),
        },
      },
    };
  };
};

const usageOf = (usage: readonly ModelUsage[]) => ({
  inputTokens: usage.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
  outputTokens: usage.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  costUsd: toUsd(costOf(usage)),
});
