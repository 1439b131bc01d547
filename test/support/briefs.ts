import { Offer } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import type { Brief } from '../../functions/copy/brief.ts';
import { Company } from '../../functions/discovery/company.ts';

export const reviewOffer = Offer.parse({
  product: 'Harbourlight website review',
  oneLiner: 'A written review of your website by two people who used to buy software, with the costliest faults first.',
  problems: [
    'Buyers of business software often leave a website before they have understood what the product does.',
    'A team that knows its product by heart can no longer see where a first-time visitor gets lost.',
    'One question left open on a pricing page is enough to send a buyer to the next vendor.',
  ],
  benefits: [
    'Two former software buyers read your website and write down what costs you enquiries, the worst first.',
    'The first five repairs are described so that a developer can start on the same afternoon.',
    'The review arrives within three working days, and we sell no redesigns afterwards.',
  ],
  proof: [
    'Across the 85 clients we followed this spring, the median site brought 23% more demo requests within twelve weeks.',
    'We have reviewed 1,260 sites since 2017, most of them for software and IT companies.',
  ],
  callToAction: 'Shall I send you the first three findings for your site?',
  link: 'http://harbourlight.example/services',
});

/** An offer of few words, without proof or link: the mail must be filled up with what is known. */
export const shortOffer = Offer.parse({
  product: 'Tally',
  oneLiner: 'Tally counts stock by phone camera.',
  problems: ['Counting stock by hand takes days.'],
  benefits: ['A phone camera counts a shelf in seconds.'],
  callToAction: 'Worth a look?',
});

export const company = (more: Partial<Company> = {}): Company =>
  Company.parse({
    domain: 'quaylight.com',
    name: 'Quaylight Systems',
    website: 'https://quaylight.com/',
    industries: [],
    keywords: [],
    oneLiner: null,
    description: null,
    headcount: null,
    revenue: null,
    foundedYear: null,
    locations: [],
    country: null,
    remote: false,
    hiring: null,
    fundingStage: null,
    status: 'active',
    source: 'file:x',
    ...more,
  });

export const brief = (more: Partial<Omit<Brief, 'company'>> & { company?: Partial<Company> } = {}): Brief => ({
  prospect: {
    firstName: 'Marloes',
    lastName: 'Verhagen',
    title: 'Chief Executive Officer',
    department: 'executive',
    seniority: 'c_suite',
  },
  passages: [],
  offer: reviewOffer,
  sender: { name: 'Ana Reboredo' },
  icp: IcpCriteria.parse({ name: 'x' }),
  seed: 'seed',
  ...more,
  company: company(more.company),
});

/** Passages of a site as the reader gives them. */
export const sitePassages: Brief['passages'] = [
  {
    id: 'p00000001',
    url: 'https://quaylight.com/',
    heading: null,
    text: 'Every truck at the right door, at the right minute.',
  },
  {
    id: 'p00000002',
    url: 'https://quaylight.com/',
    heading: 'Every truck at the right door, at the right minute.',
    text: 'Quaylight replaces the whiteboard and the phone in your dock office. Drivers book, planners steer, and the yard stays quiet.',
  },
  {
    id: 'p00000003',
    url: 'https://quaylight.com/',
    heading: 'Every truck at the right door, at the right minute.',
    text: '212 dock doors planned on Quaylight each morning',
  },
  { id: 'p00000004', url: 'https://quaylight.com/services', heading: null, text: 'Dock planner' },
  {
    id: 'p00000005',
    url: 'https://quaylight.com/services',
    heading: 'Dock planner',
    text: 'Drag a truck from door 4 to door 9 and everyone who needs to know is told within 5 seconds.',
  },
  { id: 'p00000006', url: 'https://quaylight.com/news', heading: null, text: 'Quaylight opens its Antwerp desk' },
  { id: 'p00000007', url: 'https://quaylight.com/careers', heading: null, text: 'Account executive Benelux' },
];
