import type { RunPlan } from '../campaigns/contract.ts';
import type { MicroUsd } from '../platform/money.ts';
import type { ProviderFailure } from '../platform/provider-failure.ts';
import { type ChosenContacts, chooseContacts, domainOf } from './choose-contacts.ts';
import type { Prospect } from './contract.ts';
import { addFound, type Found } from './found-people.ts';
import { guessAddress, type KnownAddress } from './guess-address.ts';
import type { ReadMailDomain } from './mail-domain.ts';
import type { PeopleProvider } from './people-provider.ts';
import { asksAnything, LEAST_PERSONA_MATCH, personaMatch } from './persona.ts';
import { isReserved, type ProviderVerdict } from './verify-email.ts';

/** What became of one source that was asked. */
export type Tried = Readonly<{
  source: Prospect['source'];
  outcome: 'found' | 'nobody' | 'failed' | 'skipped';
  /** People with an address that it gave. */
  found: number;
  costMicroUsd: MicroUsd;
  credits: number;
  /** Why it failed or was skipped, in words for a person. */
  detail: string | null;
}>;

export type LookUpAnswer = ChosenContacts &
  Readonly<{ tried: readonly Tried[]; failures: readonly ProviderFailure[]; costMicroUsd: MicroUsd }>;

export type LookUpWish = Readonly<{
  domain: string;
  headcount: number | null;
  /** What lists and the website gave. */
  found: readonly Found[];
  persona: RunPlan['icp']['persona'];
  mode: RunPlan['mode'];
  limit: number;
  /** Asked in this order until the persona is met. */
  providers: readonly PeopleProvider[];
  /** Why a provider is not asked, or undefined when it may be. */
  mayAsk?: (provider: PeopleProvider) => Promise<string | undefined>;
}>;

/** Names without an address that are tried by the pattern of the others. */
const MOST_GUESSES = 5;

/**
 * Finds whom to write to at a company (spec/discovery.md, "Contact lookup"): lists and website, then one provider after the other, then the pattern of the domain's
 * addresses; stops as soon as somebody fits the persona. Whatever fails is told and the next is asked.
 */
export const createLookUp =
  ({ readMailDomain }: { readMailDomain: ReadMailDomain }) =>
  async (wish: LookUpWish): Promise<LookUpAnswer> => {
    const { domain, persona, headcount, limit, providers, mayAsk } = wish;
    const mail = new Map<string, Awaited<ReturnType<ReadMailDomain>>>();
    const tried: Tried[] = countSources(wish.found);
    const failures: ProviderFailure[] = [];
    let found = wish.found;

    const choose = async (): Promise<ChosenContacts> => {
      const domains = new Set(found.map(({ email }) => (email === null ? '' : domainOf(email))));
      const unknown = [...domains].filter((one) => one !== '' && !mail.has(one) && !isReserved(one));
      await Promise.all(unknown.map(async (one) => mail.set(one, await readMailDomain(one))));
      return chooseContacts({ ...wish, found, mailOf: (one) => mail.get(one) });
    };

    let chosen = await choose();
    for (const provider of providers) {
      if (chosen.personaMet) break;
      const refused = await mayAsk?.(provider);
      if (refused !== undefined) {
        tried.push(skipped(provider.name, refused));
        continue;
      }
      const answer = await provider.find({ domain, persona, headcount, limit, wanted: unaddressed(found, wish) });
      if (answer.failure !== null) failures.push(answer.failure);
      const people = answer.people.map((person): Found => ({ ...person, source: provider.name }));
      found = addFound(found, people);
      const addressed = people.filter(({ email }) => email !== null).length;
      tried.push({
        source: provider.name,
        outcome: addressed > 0 ? 'found' : answer.failure === null ? 'nobody' : 'failed',
        found: addressed,
        costMicroUsd: answer.costMicroUsd,
        credits: answer.credits,
        detail: answer.failure?.message ?? answer.note,
      });
      chosen = await choose();
    }
    if (!chosen.personaMet) {
      const guessed = await guess(found, wish, readMailDomain);
      if (guessed !== undefined) {
        tried.push(guessed.tried);
        if (guessed.failure !== null) failures.push(guessed.failure);
        found = addFound(found, guessed.people);
        if (guessed.people.length > 0) chosen = await choose();
      }
    }
    return { ...chosen, tried, failures, costMicroUsd: tried.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0) };
  };
export type LookUp = ReturnType<typeof createLookUp>;

const countSources = (found: readonly Found[]): Tried[] =>
  (['import', 'website'] as const).flatMap((source) => {
    const given = found.filter((one) => one.source === source);
    const count = given.filter(({ email }) => email !== null).length;
    return given.length === 0
      ? []
      : [{ source, outcome: count > 0 ? 'found' : 'nobody', found: count, costMicroUsd: 0, credits: 0, detail: null }];
  });

const skipped = (source: Prospect['source'], detail: string): Tried => ({
  source,
  outcome: 'skipped',
  found: 0,
  costMicroUsd: 0,
  credits: 0,
  detail,
});

type Named = Found & Readonly<{ firstName: string; lastName: string }>;
const isNamed = (one: Found): one is Named => one.firstName !== null && one.lastName !== null;

/** People whom the persona means and of whom only the address is missing, the best fitting first. */
const unaddressed = (found: readonly Found[], { persona, headcount }: LookUpWish): readonly Named[] =>
  found
    .filter(isNamed)
    .filter(({ email, title }) => email === null && title !== null)
    .map((one) => ({ one, fit: personaMatch(one.title, persona, headcount) }))
    .filter(({ fit }) => !asksAnything(persona) || fit >= LEAST_PERSONA_MATCH)
    .sort((a, b) => b.fit - a.fit)
    .map(({ one }) => one);

/**
 * Addresses made by the pattern of the domain's known ones, for people who fit. Only where DNS says that the domain takes mail, checked by a provider when one can; a guess
 * that cannot be verified is none. Undefined when there is nobody or no pattern to guess by.
 */
const guess = async (
  found: readonly Found[],
  wish: LookUpWish,
  readMailDomain: ReadMailDomain,
): Promise<Readonly<{ people: readonly Found[]; tried: Tried; failure: ProviderFailure | null }> | undefined> => {
  const { domain, limit, providers, mayAsk } = wish;
  const known = found
    .filter(isNamed)
    .flatMap((one): KnownAddress[] => (one.email === null ? [] : [{ ...one, email: one.email.toLowerCase() }]));
  const guesses = unaddressed(found, wish)
    .slice(0, MOST_GUESSES)
    .flatMap((one) => {
      const email = guessAddress(domain, known, one);
      return email === undefined ? [] : [{ ...one, email, source: 'guess' as const }];
    });
  if (guesses.length === 0) return undefined;
  if (isReserved(domain) || (await readMailDomain(domain)) !== 'accepts')
    return {
      people: [],
      failure: null,
      tried: skipped('guess', 'DNS does not say that the domain takes mail, so a guess could not be verified.'),
    };

  const people: Found[] = [];
  let costMicroUsd = 0;
  let credits = 0;
  let failure: ProviderFailure | null = null;
  for (const one of guesses.slice(0, limit)) {
    const checker = providers.find(({ verify }) => verify !== undefined);
    let verdict: ProviderVerdict | undefined;
    if (checker?.verify !== undefined && failure === null && (await mayAsk?.(checker)) === undefined) {
      const checked = await checker.verify(one.email);
      costMicroUsd += checked.costMicroUsd;
      credits += checked.credits;
      ({ verdict } = checked);
      ({ failure } = checked);
    }
    people.push({ ...one, verdict });
  }
  const usable = people.filter(({ verdict }) => verdict?.status !== 'invalid');
  const tried: Tried = {
    source: 'guess',
    outcome: usable.length > 0 ? 'found' : 'nobody',
    found: usable.length,
    costMicroUsd,
    credits,
    detail: failure?.message ?? null,
  };
  return { people: usable, failure, tried };
};
