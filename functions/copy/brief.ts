import type { RunPlan } from '../campaigns/contract.ts';
import type { Passage, Prospect } from '../contacts/contract.ts';
import type { Company } from '../discovery/company.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { Draft, FollowUp } from './contract.ts';
import type { reportFor } from './offered-report.ts';

/** All that a writer may know for one mail. */
export type Brief = Readonly<{
  company: Company;
  prospect: Pick<Prospect, 'firstName' | 'lastName' | 'title' | 'department' | 'seniority'>;
  passages: readonly Passage[];
  offer: RunPlan['offer'];
  sender: Pick<RunPlan['sender'], 'name'>;
  icp: RunPlan['icp'];
  /** What was found on the recipient's website, and their own link to it, when the campaign offers the report. */
  report?: ReturnType<typeof reportFor>;
  /** Decides between wordings of equal worth; the same brief and seed give the same mail. */
  seed: string;
  /** Why an earlier draft of it was thrown away, guard by guard. */
  faults?: readonly string[];
}>;

/** A draft before the guards have looked at it. */
export type Written = Omit<Draft, 'guards' | 'followUp'> & Readonly<{ followUp: Omit<FollowUp, 'guards'> }>;

/** What a writer gives for one brief: the three variants, what they cost, and why it is not the writer that was asked for. */
export type WriterAnswer = Readonly<{ drafts: readonly Written[]; costMicroUsd: MicroUsd; warning: string | null }>;

/**
 * Writes the three variants of several mails; gives an answer for each brief, in order. Briefs of one company may share what writing them costs. Never throws for what
 * a model does: that ends in a warning and another writer.
 */
export type Writer = (briefs: readonly Brief[]) => Promise<readonly WriterAnswer[]>;

/**
 * What may be claimed, by the id that a sentence cites: `p…` a passage of the recipient's site, `company:<field>` and `contact:<field>` what a directory or list
 * says, `finding:<rule>` what our assessment saw on the recipient's website, `offer:<field>`, `sender:name` and `report:link` what the sender says of itself.
 */
export const evidenceOf = ({
  company,
  prospect,
  passages,
  offer,
  sender,
  report,
}: Brief): ReadonlyMap<string, string> => {
  const entries: (readonly [string, string | null])[] = [
    ...passages.map(({ id, text, heading }) => [id, heading === null ? text : `${heading}\n${text}`] as const),
    ['company:name', company.name],
    ['company:oneLiner', company.oneLiner],
    ['company:description', company.description],
    ['company:industries', company.industries.join(', ')],
    ['company:keywords', company.keywords.join(', ')],
    ['company:headcount', company.headcount === null ? null : String(company.headcount)],
    ['company:foundedYear', company.foundedYear === null ? null : String(company.foundedYear)],
    ['company:locations', company.locations.join('; ')],
    ['company:hiring', company.hiring === true ? 'is hiring' : null],
    ['company:fundingStage', company.fundingStage],
    ...(report?.findings ?? []).map(
      ({ id, title, seen }) => [`finding:${id}`, `A check of the website noted: ${title}\n${seen}`] as const,
    ),
    ['contact:firstName', prospect.firstName],
    ['contact:lastName', prospect.lastName],
    ['contact:title', prospect.title],
    ['offer:product', offer.product],
    ['offer:oneLiner', offer.oneLiner],
    ['offer:callToAction', offer.callToAction],
    ['offer:link', offer.link ?? null],
    ...offer.problems.map((text, at) => [`offer:problems.${at}`, text] as const),
    ...offer.benefits.map((text, at) => [`offer:benefits.${at}`, text] as const),
    ...offer.proof.map((text, at) => [`offer:proof.${at}`, text] as const),
    ['sender:name', sender.name],
    ['report:link', report?.link ?? null],
  ];
  return new Map(entries.flatMap(([id, text]) => (text === null || text.trim() === '' ? [] : [[id, text]])));
};
