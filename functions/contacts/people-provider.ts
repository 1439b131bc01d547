import type { PeopleProviderName } from '../campaigns/contact-lookup.ts';
import type { IcpCriteria } from '../campaigns/icp.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { ProviderFailure } from '../platform/provider-failure.ts';
import type { ProviderVerdict } from './verify-email.ts';

type Name = Readonly<{ firstName: string; lastName: string }>;

/** Whom a provider is asked for at one company. */
export type PeopleQuestion = Readonly<{
  domain: string;
  persona: IcpCriteria['persona'];
  headcount: number | null;
  /** At most so many people's addresses are paid for. */
  limit: number;
  /** People who fit and of whom only the address is missing. */
  wanted: readonly Name[];
}>;

/** Someone as a provider gives them. */
export type ProviderPerson = Name &
  Readonly<{
    title: string | null;
    email: string | null;
    verdict: ProviderVerdict | undefined;
    country: string | null;
    /** The profile or page it is from. */
    sourceRef: string;
  }>;

export type PeopleAnswer = Readonly<{
  people: readonly ProviderPerson[];
  costMicroUsd: MicroUsd;
  credits: number;
  /** Why it gave nothing, or nothing further. */
  failure: ProviderFailure | null;
  /** What was left out although nothing failed, for a person. */
  note: string | null;
}>;

export type VerdictAnswer = Readonly<{
  verdict: ProviderVerdict | undefined;
  costMicroUsd: MicroUsd;
  credits: number;
  failure: ProviderFailure | null;
}>;

/** A source of people that costs something, asked only where lists and website gave nobody who fits. */
export type PeopleProvider = Readonly<{
  name: PeopleProviderName;
  find: (question: PeopleQuestion) => Promise<PeopleAnswer>;
  /** Checks an address, for providers that do. */
  verify?: (email: string) => Promise<VerdictAnswer>;
  /** The most that looking up one company can cost. */
  mostMicroUsd: (limit: number) => MicroUsd;
}>;

/** Sums what the calls of one answer took. */
export const createTab = () => {
  let costMicroUsd = 0;
  let credits = 0;
  return {
    add: (reply: Readonly<{ costMicroUsd: MicroUsd; credits?: number }>): void => {
      costMicroUsd += reply.costMicroUsd;
      credits += reply.credits ?? 0;
    },
    answer: (
      people: readonly ProviderPerson[],
      failure: ProviderFailure | null = null,
      note: string | null = null,
    ): PeopleAnswer => ({ people, costMicroUsd, credits, failure, note }),
  };
};
