import { type MicroUsd, toUsd } from '../platform/money.ts';

/** Providers whose price is told before a run; a workspace brings its own keys for them. */
export const PREVIEW_PROVIDERS = ['crustdata', 'hunter', 'apollo', 'anthropic', 'openai'] as const;
export type PreviewProvider = (typeof PREVIEW_PROVIDERS)[number];

/** Share of companies on whose own website nobody fits the persona, so that a paid provider is asked. */
const NOT_ON_WEBSITE = 0.6;
/** Share of askings that a provider answers with somebody; only these are charged. */
const HIT_RATE = 0.5;

/**
 * What one hit costs at a contact provider, in micro-dollars, by list prices of entry plans (2026-11): a search that finds somebody and
 * the reveal of one address. Plans differ; it is an estimate.
 */
const CONTACT_HIT: Readonly<Record<'crustdata' | 'hunter' | 'apollo', readonly [price: MicroUsd, what: string]>> = {
  crustdata: [60_000, 'a person found and enriched, about 3 credits at $0.02'],
  hunter: [68_000, 'one search credit, $34 for 500'],
  apollo: [49_000, 'one credit, $49 for 1,000'],
};

/**
 * What the copy for one person costs at a model: about 2,500 tokens read anew, 4,500 from the cache and 1,800 written (three variants and
 * their follow-ups) at the model that writes by default; prices as in copy/providers/model-prices.json, version 2026-11-21.
 */
const COPY_OF_PERSON: Readonly<Record<'anthropic' | 'openai', readonly [price: MicroUsd, what: string]>> = {
  anthropic: [23_450, 'about 2,500 tokens read, 4,500 from the cache and 1,800 written at $2, $0.10 and $10 a million'],
  openai: [11_725, 'about 2,500 tokens read, 4,500 from the cache and 1,800 written at $1, $0.05 and $5 a million'],
};

/** SES: $0.10 for 1,000 mails. */
const MAIL: MicroUsd = 100;
/** Orchestration, compute, table and storage of a lead; the bound of spec/performance.md, $0.08 for 1,000 leads. */
const LEAD: MicroUsd = 80;

export type RunSize = Readonly<{
  /** Companies that are scored, and those of them that match. */
  companies: number;
  matches: number;
  contactsPerCompany: number;
  mailsPerContact: number;
  providers: readonly PreviewProvider[];
}>;

export type PartOfCost = Readonly<{
  part: 'companies' | 'contacts' | 'copy' | 'sending' | 'compute';
  provider: string | null;
  usd: number;
  included: boolean;
  basis: string;
}>;

const number = (value: number): string => Math.round(value).toLocaleString('en-US');
const dollars = (micro: MicroUsd): string => `$${String(toUsd(micro))}`;

const contactParts = ({ matches, providers }: RunSize): readonly PartOfCost[] => {
  const asked = matches * NOT_ON_WEBSITE;
  const hits = asked * HIT_RATE;
  return [
    {
      ...{ part: 'contacts', provider: 'website', usd: 0, included: true },
      basis: `The websites of ${number(matches)} matching companies are read first, at no cost.`,
    },
    ...(['crustdata', 'hunter', 'apollo'] as const).map((provider): PartOfCost => {
      const [price, what] = CONTACT_HIT[provider];
      return {
        ...{ part: 'contacts', provider, usd: toUsd(Math.round(hits * price)), included: providers.includes(provider) },
        basis: `Asked for ${number(asked)} companies, charged for ${number(hits)} hits at ${dollars(price)} (${what}).`,
      };
    }),
  ];
};

const copyParts = (people: number, { providers }: RunSize): readonly PartOfCost[] => [
  {
    ...{ part: 'copy', provider: 'offline', usd: 0, included: true },
    basis: 'Without a model the built-in writer writes, at no cost.',
  },
  ...(['anthropic', 'openai'] as const).map((provider): PartOfCost => {
    const [price, what] = COPY_OF_PERSON[provider];
    return {
      ...{ part: 'copy', provider, usd: toUsd(Math.round(people * price)), included: providers.includes(provider) },
      basis: `${number(people)} people at ${dollars(price)} (${what}).`,
    };
  }),
];

/**
 * What a run would cost, in parts with how each comes about. An estimate: prices are list prices, and how many people are found is an
 * assumption that is told.
 */
export const estimateRunCost = (size: RunSize) => {
  const { companies, matches, contactsPerCompany, mailsPerContact } = size;
  const reached = matches * (1 - NOT_ON_WEBSITE + NOT_ON_WEBSITE * HIT_RATE);
  const people = reached * contactsPerCompany;
  const mails = people * mailsPerContact;
  const parts: PartOfCost[] = [
    {
      ...{ part: 'companies', provider: 'file', usd: 0, included: true },
      basis: `${number(companies)} companies come from imports, at no cost.`,
    },
    ...contactParts(size),
    ...copyParts(people, size),
    {
      ...{ part: 'sending', provider: 'ses', usd: toUsd(Math.round(mails * MAIL)), included: true },
      basis: `${number(mails)} mails at $0.10 for 1,000.`,
    },
    {
      ...{ part: 'compute', provider: 'aws', usd: toUsd(Math.round(companies * LEAD)), included: true },
      basis: `${number(companies)} leads at $0.08 for 1,000 at most.`,
    },
  ];
  const total = parts.reduce((sum, { usd, included }) => sum + (included ? Math.round(usd * 1_000_000) : 0), 0);
  return {
    totalUsd: toUsd(total),
    parts,
    assumptions: [
      `People who fit are on the company's own website in ${String(Math.round((1 - NOT_ON_WEBSITE) * 100))} of 100 companies.`,
      `A paid provider finds somebody at every second of the others; it charges for hits only.`,
      `Each company that is reached gives ${String(contactsPerCompany)} people, each of whom gets ${String(mailsPerContact)} mails; fewer when they answer.`,
      'Prices are list prices of entry plans; yours may differ.',
    ],
  };
};
