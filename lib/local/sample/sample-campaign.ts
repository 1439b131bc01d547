import type { Icp, Offer, Sender } from '../../../functions/campaigns/contract.ts';

/** The workspace a fresh local system begins with, and the person who signs in to it with one click. */
export const sampleWorkspace = {
  name: 'Harbourlight',
  owner: { firstName: 'Ana', lastName: 'Reboredo', email: 'ana.reboredo@harbourlight.example' },
  colleague: { firstName: 'Tom', lastName: 'Hallqvist', email: 'tom.hallqvist@harbourlight.example' },
} as const;

/** Who the sample mails come from. Name, address and domain are invented; `.example` cannot receive mail (RFC 2606). */
export const sampleSenderProfile: Sender = {
  name: 'Ana Reboredo',
  email: 'ana.reboredo@harbourlight.example',
  replyTo: 'replies@harbourlight.example',
  legalName: 'Harbourlight Unipessoal Lda',
  postalAddress: 'Rua do Farol 27, 1200-109 Lisboa, Portugal',
};

/** Reports say whom they are from and look like that sender's own website. */
export const sampleReportBrand = {
  senderName: sampleWorkspace.name,
  primaryColour: '#0c4a6e',
  accentColour: '#0369a1',
  contact: sampleSenderProfile.replyTo,
} as const;

/** Harbourlight's other offer, a review by hand: what copy is evaluated with. */
export const sampleOffer: Offer = {
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
};

/** What the sample campaign offers: the assessment report on a company's website. */
export const sampleReportOffer: Offer = {
  product: 'Harbourlight website report',
  oneLiner: 'A written report on a website: its speed, security, search and words, with the costliest faults first.',
  problems: [
    'Buyers of business software often leave a website before they have understood what the product does.',
    'A team that knows its product by heart can no longer see where a first-time visitor gets lost.',
    'One question left open on a pricing page is enough to send a buyer to the next vendor.',
  ],
  benefits: [
    'The report lists every fault with what was seen and where, and what it may cost in a month.',
    'Each fault comes with its repair, so that a developer can start on the same afternoon.',
    'The report is there within minutes, and we sell no redesigns afterwards.',
  ],
  proof: [
    'Across the 85 clients we followed this spring, the median site brought 23% more demo requests within twelve weeks.',
    'We have reported on 1,260 sites since 2017, most of them for software and IT companies.',
  ],
  callToAction: 'Would the full report be of use to you?',
  link: 'http://harbourlight.example/services',
};

/** Whom Harbourlight sells to: B2B software and IT services companies that have someone in charge of the website. */
export const sampleIcp: Icp['criteria'] = {
  name: 'B2B software and IT services, 15 to 250 people',
  industries: [
    'Software Development',
    'IT Services and IT Consulting',
    'IT System Custom Software Development',
    'IT System Testing and Evaluation',
    'Computer and Network Security',
    'Data Security Software Products',
  ],
  excludeIndustries: ['Computer Hardware Manufacturing', 'Robot Manufacturing'],
  revenue: { min: 1_500_000, max: 40_000_000 },
  headcount: { min: 15, max: 250 },
  locations: ['United States', 'Canada', 'United Kingdom', 'Ireland', 'Netherlands', 'Germany', 'Norway', 'Sweden'],
  excludeLocations: ['Japan', 'New Zealand', 'Nigeria'],
  companyAge: { min: 2 },
  growth: true,
  fundingStages: ['Bootstrapped', 'Seed', 'Series A', 'Series B', 'Private equity'],
  businessModels: ['B2B', 'SaaS', 'IT services'],
  keywords: ['SaaS', 'software', 'managed services', 'analytics', 'security'],
  technologies: [],
  persona: {
    jobTitles: [
      'Founder & CEO',
      'Chief Executive Officer',
      'Managing Director',
      'Chief Marketing Officer',
      'VP Marketing',
      'Marketing Director',
      'Head of Marketing',
      'Head of Growth',
      'Director of Demand Generation',
    ],
    departments: ['executive', 'marketing'],
    seniority: ['founder', 'owner', 'c_suite', 'vp', 'head', 'director', 'manager'],
    buyingRoles: ['decision maker', 'budget holder'],
  },
  voice: {
    tone: 'friendly',
    useCase: 'First contact about the website of the recipient’s company.',
    valueProposition: 'Two former software buyers say in writing what on the website costs enquiries.',
  },
  weights: { industry: 0.35, size: 0.25, revenue: 0.2, growth: 0.1, location: 0.1 },
  threshold: 0.75,
  grades: { a: 0.8, b: 0.65, c: 0.5 },
};

/** Name and settings of the campaign that `npm start` runs; ids of ICP and imports are added when they exist. */
export const sampleCampaign = {
  name: 'Website reports for software companies',
  offer: sampleReportOffer,
  sender: sampleSenderProfile,
  approval: 'auto',
  offerReport: true,
  contactsPerCompany: 2,
  readWebsites: true,
} as const;
