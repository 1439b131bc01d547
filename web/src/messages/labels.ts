import type { ApiKeyView, Me } from '../../../functions/accounts/contract.ts';
import type { Campaign, MessageState, RunView, Stage } from '../../../functions/campaigns/contract.ts';
import type { EmailVerdict } from '../../../functions/contacts/contract.ts';
import type { SentenceEvidence, Variant } from '../../../functions/copy/contract.ts';
import type { LeadView, ScoreComponent } from '../../../functions/scoring/contract.ts';
import type { SuppressionView } from '../../../functions/sending/contract.ts';
import { formatCount } from '../app/format.ts';

export type Of<Name extends string> = Readonly<Record<Name, string>>;
type Evidence = (typeof SentenceEvidence)['_zod']['output'];
type Component = (typeof ScoreComponent)['_zod']['output']['component'];
type SuppressionReason = (typeof SuppressionView)['_zod']['output']['reason'];
type Role = (typeof Me)['_zod']['output']['role'];

export const campaignStatus: Of<Campaign['status']> = { active: 'Active', paused: 'Paused' };

export const runStatus: Of<RunView['status']> = {
  starting: 'Starting',
  running: 'Preparing',
  awaiting_approval: 'Waits for review',
  sending: 'Sending',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const stage: Of<Stage> = {
  discovered: 'Discovered',
  scored: 'Scored',
  qualified: 'Qualified',
  contacts: 'Contacts',
  drafted: 'Drafted',
  approved: 'Approved',
  sent: 'Sent',
};

/** The states of the run's machine, named as its drawing names them; one that is added later shows by that name. */
export const step: Readonly<Record<string, string>> = {
  'Plan run': 'Planning',
  'Discover companies': 'Discovering companies',
  'Prepare companies': 'Scoring, finding people, writing',
  'Advance copy batches': 'Waiting for mails from batches',
  'Await approval': 'Waiting for review',
  'Release messages': 'Giving mails their times',
  'Await delivery': 'Sending and hearing back',
  'Record attribution': 'Recording what was done',
  'Close run': 'Closing',
};

export const stageUnit: Of<Stage> = {
  discovered: 'companies',
  scored: 'companies',
  qualified: 'companies',
  contacts: 'people',
  drafted: 'mails',
  approved: 'mails',
  sent: 'mails',
};

export const messageState: Of<MessageState> = {
  draft: 'Waits for review',
  approved: 'Approved',
  scheduled: 'Scheduled',
  sending: 'Sending',
  accepted: 'Accepted',
  delivered: 'Delivered',
  bounced: 'Bounced',
  complained: 'Complained',
  suppressed: 'Suppressed',
  cancelled: 'Cancelled',
  failed: 'Failed',
  unknown: 'Being checked',
  unknown_final: 'Outcome unknown',
};

export const messageStateMeaning: Of<MessageState> = {
  draft: 'A reviewer has to approve or reject it.',
  approved: 'It will be given a time to go out.',
  scheduled: 'It goes out at its time.',
  sending: 'It is being handed to the mail service.',
  accepted: 'The mail service took it; the receiving server has not answered yet.',
  delivered: 'The receiving server took it.',
  bounced: 'The receiving server refused it.',
  complained: 'The person marked it as spam and is never written to again.',
  suppressed: 'The address or its domain must not be written to, so it was not.',
  cancelled: 'It was taken back before it went out.',
  failed: 'It could not be handed to the mail service.',
  unknown: 'The mail service did not say whether it took it; it is looked up, never sent twice blindly.',
  unknown_final: 'The mail service never said whether it took it. It is not sent again.',
};

export const leadStage: Of<LeadView['stage']> = {
  below_threshold: 'Below threshold',
  qualified: 'Qualified',
  no_contact: 'Nobody to write to',
  drafted: 'Drafted',
  in_review: 'In review',
  contacted: 'Contacted',
  replied: 'Replied',
  converted: 'Bought',
};

export const variant: Of<Variant> = { problem: 'Problem', benefit: 'Benefit', question: 'Question' };
export const variantLetter: Of<Variant> = { problem: 'A', benefit: 'B', question: 'C' };

export const about: Of<Evidence['about']> = {
  recipient: 'About the recipient',
  sender: 'About us',
  neither: 'No claim',
};

export const component: Of<Component> = {
  industry: 'Industry',
  size: 'Size',
  revenue: 'Revenue',
  growth: 'Growth',
  location: 'Location',
};

export const verdict: Of<EmailVerdict['verdict']> = {
  valid: 'Address valid',
  risky: 'Address risky',
  invalid: 'Address invalid',
  unknown: 'Address not proven',
};

export const suppressionReason: Of<SuppressionReason> = {
  unsubscribe: 'Unsubscribed',
  hard_bounce: 'Bounced for good',
  complaint: 'Complained',
  manual: 'Added by hand',
  import: 'Imported',
};

export const role: Of<Role> = { owner: 'Owner', admin: 'Admin', member: 'Member', viewer: 'Viewer' };
export const keyMode: Of<ApiKeyView['mode']> = { sandbox: 'Sandbox', live: 'Live' };

/** Why something was left out, in words; reasons that a later stage adds are spelt out from their code. */
export const leftOut: Readonly<Record<string, string>> = {
  closed: 'The company no longer exists',
  no_website: 'The company has no website',
  excluded_industry: 'In an industry that the profile excludes',
  excluded_location: 'In a place that the profile excludes',
  outside_profile: 'Given by a provider that could not be asked for all of the profile',
  malformed_company: 'The company’s record cannot be used',
  duplicate_company: 'The same company was there already',
  scoring_failed: 'The company could not be scored',
  below_threshold: 'Scored below the threshold of the profile',
  no_contact: 'Nobody suitable was found at the company',
  no_address: 'The person has no address',
  malformed_address: 'The address cannot be a mail address',
  disposable_domain: 'The address is a throw-away one',
  reserved_domain: 'No mail can reach the address',
  role_account: 'The address is a shared mailbox, not a person',
  persona_mismatch: 'The person’s job does not fit the profile',
  title_unknown: 'The person’s job is not known',
  over_limit: 'More people than are written to at one company',
  duplicate_address: 'The same address twice',
  duplicate_person: 'The same person twice',
  contacted_recently: 'Written to within the last 30 days',
  suppressed: 'Must never be written to',
};

/** A code as words: `word_count` and `oneLiner` as “Word count” and “One liner”. */
export const words = (code: string): string => {
  const spaced = code
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .replaceAll('_', ' ')
    .toLowerCase()
    .trim();
  return spaced === '' ? code : `${spaced.charAt(0).toUpperCase()}${spaced.slice(1)}`;
};

export const ownerName: Readonly<Record<string, string>> = {
  company: 'Company record',
  contact: 'Contact record',
  offer: 'Our offer',
  sender: 'Sender',
};
export const passageName = (id: string): string => `Website passage ${id}`;

export const plural = (n: number, one: string, many: string): string => `${formatCount(n)} ${n === 1 ? one : many}`;

/** Every word the pages say, in one place and typed: a sentence that needs a value is a function of it. */
