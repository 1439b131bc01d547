import { Offer } from '../../functions/campaigns/contract.ts';
import { IcpCriteria } from '../../functions/campaigns/icp.ts';
import type { Brief, Writer, WriterAnswer } from '../../functions/copy/brief.ts';
import type { Company } from '../../functions/discovery/company.ts';
import { sampleOffer } from '../../lib/local/sample/sample-campaign.ts';
import { aCompany } from './a-company.ts';

/** An offer of few words, without proof or link: the mail must be filled up with what is known. */
export const shortOffer = Offer.parse({
  product: 'Tally',
  oneLiner: 'Tally counts stock by phone camera.',
  problems: ['Counting stock by hand takes days.'],
  benefits: ['A phone camera counts a shelf in seconds.'],
  callToAction: 'Worth a look?',
});

/** A software company of which only its name is known, and what a test adds. */
export const company = (more: Partial<Company> = {}): Company =>
  aCompany({ domain: 'quaylight.com', name: 'Quaylight Systems', website: 'https://quaylight.com/', ...more });

export const brief = (more: Partial<Omit<Brief, 'company'>> & { company?: Partial<Company> } = {}): Brief => ({
  prospect: {
    firstName: 'Marloes',
    lastName: 'Verhagen',
    title: 'Chief Executive Officer',
    department: 'executive',
    seniority: 'c_suite',
  },
  passages: [],
  offer: sampleOffer,
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

/** What a writer gives for one brief. */
export const writeOne = async (write: Writer, given: Brief): Promise<WriterAnswer> => {
  const [answer] = await write([given]);
  if (answer === undefined) throw new Error('The writer gave nothing');
  return answer;
};
