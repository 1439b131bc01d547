import type * as z from 'zod';
import type { Model, ModelFailure, ModelUsage } from '../model.ts';
import { OFFLINE_WRITER } from '../offline-writer.ts';
import { composeEnrichment } from './compose-enrichment.ts';
import { composeMails } from './compose-mails.ts';
import { composePositioning } from './compose-positioning.ts';
import type { EmailPack, Enrichment, Positioning } from './copy-results.ts';
import type { Section } from './generation.ts';
import { enrichmentFrom, mailsFrom, positioningFrom } from './keep-supported.ts';
import { EmailDraft, EnrichmentDraft, PositioningDraft } from './section-answers.ts';
import { sectionPrompt, sharedPrompt } from './section-prompt.ts';
import type { SectionSource } from './section-source.ts';

type Values = Readonly<{ positioning: Positioning; email: EmailPack; enrichment: Enrichment }>;
type Written<S extends Section> = Readonly<{
  ok: true;
  value: Values[S];
  writer: string;
  usage: readonly ModelUsage[];
  warnings: readonly string[];
}>;
export type SectionAnswer<S extends Section> =
  | Written<S>
  | Readonly<{ ok: false; failure: ModelFailure; usage: readonly ModelUsage[] }>;

type Asked<Draft extends z.ZodType, S extends Section> = Readonly<{
  draft: Draft;
  compose: (source: SectionSource) => Values[S];
  /** What of the model's answer may stand, the rest from `offline`; with a note on each thing that may not. */
  keep: (
    drafted: z.output<Draft>,
    source: SectionSource,
    offline: Values[S],
    writer: string,
  ) => Readonly<{ value: Values[S]; warnings: readonly string[] }>;
}>;

const emphasisOf = ({ preferences: { emphasis, useCase } }: SectionSource): string =>
  [emphasis, useCase].filter((text) => text !== undefined).join(' ');
const TOKENS: Readonly<Record<Section, number>> = { positioning: 3_000, email: 4_500, enrichment: 4_000 };

/**
 * Writes one section: with the model when there is one, else offline. What a model says without support is dropped and the offline text of that part put in its place.
 * @param onlyModel gives a model's failure back instead of writing offline.
 */
const write =
  <Draft extends z.ZodType, S extends Section>(section: S, { draft, compose, keep }: Asked<Draft, S>) =>
  async (
    source: SectionSource,
    {
      model,
      onlyModel,
      onDelta,
    }: Readonly<{ model: Model | undefined; onlyModel: boolean; onDelta: (text: string) => void }>,
  ): Promise<SectionAnswer<S>> => {
    const offline = compose(source);
    if (model === undefined) return { ok: true, value: offline, writer: OFFLINE_WRITER, usage: [], warnings: [] };
    const answer = await model.generate(
      {
        task: section,
        schema: draft,
        stable: sharedPrompt(source.profile),
        prompt: sectionPrompt(section, source.criteria, source.preferences),
        maxTokens: TOKENS[section],
      },
      onDelta,
    );
    const { usage } = answer;
    if (!answer.ok) {
      if (onlyModel) return { ok: false, failure: answer.failure, usage };
      const warning = `${section}: written by the ${OFFLINE_WRITER}, because ${answer.failure.detail}`;
      return { ok: true, value: offline, writer: OFFLINE_WRITER, usage, warnings: [warning] };
    }
    const writer = usage.at(-1)?.model ?? model.name;
    const { value, warnings } = keep(answer.value, source, offline, writer);
    return { ok: true, value, writer, usage, warnings: warnings.map((warning) => `${section}: ${warning}`) };
  };

/** A writer for each section. */
export const writeSection = {
  positioning: write('positioning', {
    draft: PositioningDraft,
    compose: (source) => composePositioning(source.profile, emphasisOf(source)),
    keep: positioningFrom,
  }),
  email: write('email', {
    draft: EmailDraft,
    compose: ({ profile, preferences, departments }) => composeMails(profile, preferences, departments),
    keep: mailsFrom,
  }),
  enrichment: write('enrichment', {
    draft: EnrichmentDraft,
    compose: (source) => composeEnrichment(source.profile, source, emphasisOf(source)),
    keep: enrichmentFrom,
  }),
};
