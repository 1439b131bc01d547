import type { PurchaseView } from '../../../functions/payments/contract.ts';
import type { PurchaseAttribution } from '../../../functions/payments/ledger-contract.ts';
import { formatCount } from '../app/format.ts';
import { type Of, plural } from './labels.ts';

export type SaleState = PurchaseView['state'];
type Model = (typeof PurchaseAttribution)['_zod']['output']['models'][number]['model'];
type How = NonNullable<PurchaseView['attributedBy']>;
type FlagReason = NonNullable<PurchaseView['flag']>['reason'];

const saleState: Of<SaleState> = {
  created: 'At the checkout',
  paid: 'Paid',
  fulfilled: 'Delivered',
  refunded: 'Refunded',
  partly_refunded: 'Partly refunded',
  disputed: 'Disputed',
  expired: 'Abandoned',
  failed: 'Payment failed',
};

const how: Of<How> = {
  token: 'By the link in the mail',
  buyer_email: 'By the buyer’s address',
  company_domain: 'Inferred from the buyer’s company',
  none: 'Not led back to a mail',
};

export const sales = {
  title: 'Sales',
  intro: 'Every checkout of a report, and the mail that led to it.',
  load: 'read the sales',
  filter: 'State',
  filterAll: 'All states',
  company: 'Company',
  amount: 'Amount',
  state: 'State',
  attributed: 'Led back',
  when: 'When',
  buyer: 'Buyer',
  emptyTitle: 'No sales yet',
  emptyText: 'When a campaign offers the report, each checkout and payment appears here.',
  emptyFilterTitle: 'No sale is in this state',
  emptyFilterText: 'Sales move from state to state as Stripe tells of them.',
  showAll: 'Show all sales',
  saleState,
  how,
  refundedOf: (amount: string) => `${amount} given back`,
  flag: {
    wrong_amount: 'Stripe took another amount than was asked for. Nothing was booked.',
    wrong_currency: 'Stripe took another currency than was asked for. Nothing was booked.',
    wrong_mode: 'It was a test payment where a live one was asked for, or the other way round. Nothing was booked.',
    wrong_reference: 'The payment names another sale. Nothing was booked.',
  } satisfies Of<FlagReason>,
} as const;

export const sale = {
  title: (company: string) => `Sale to ${company}`,
  load: 'read the sale',
  facts: 'What was sold',
  paidAt: 'Paid',
  notPaid: 'Not paid',
  fee: 'Stripe’s fee',
  refunds: 'Given back',
  chain: 'From the sale back to its source',
  chainText: 'Each link is stored with the sale.',
  report: 'Report',
  version: (n: number) => `version ${formatCount(n)}`,
  message: 'Mail',
  seeMail: 'See the mail',
  variant: 'Variant and step',
  variantStep: (variant: string, step: number) => `${variant}, step ${formatCount(step)}`,
  campaign: 'Campaign',
  seeCampaign: 'See the campaign',
  lead: 'Lead',
  source: 'Found by',
  how: 'How it was led back',
  forwarded: 'The link was forwarded: somebody else bought than the mail went to.',
  noChain: 'Nothing is known of where this sale came from.',
  credits: 'Credit by model',
  creditsLoad: 'read the credits',
  creditsText:
    'The mail that led to the sale is a fact; how much each mail before it helped is an opinion. Here are five.',
  creditsOfMail: 'Mail',
  model: {
    first_touch: 'First',
    last_touch: 'Last',
    linear: 'Equal',
    position: '40/20/40',
    time_decay: '7-day half-life',
  } satisfies Of<Model>,
  refund: 'Refund',
  refundTitle: 'Give the money back?',
  refundText: (amount: string) => `${amount} go back to the buyer through Stripe. This cannot be undone.`,
  refundFailed: 'refund the sale',
} as const;

export const revenue = {
  title: 'Revenue',
  load: 'read the revenue',
  gross: 'Sold',
  grossOf: (n: number) => plural(n, 'report', 'reports'),
  refunds: 'Given back',
  disputes: 'Disputed',
  costs: 'Cost',
  net: 'Net',
  roi: 'Return on cost',
  noSale: 'Nothing has been sold yet.',
  seeSales: 'See the sales',
} as const;
