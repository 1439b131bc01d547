import { formatCount } from '../app/format.ts';
import { role } from './labels.ts';

export const app = {
  name: 'Throughline',
  tagline: 'From who should we talk to, to which message made this sale.',
  skipToContent: 'Skip to the content',
  navigation: 'Main',
  campaigns: 'Campaigns',
  replies: 'Replies',
  suppressions: 'Suppressions',
  apiKeys: 'API keys',
  signOut: 'Sign out',
  sandbox: 'Sandbox',
  live: 'Live',
  sandboxMeaning: 'Sandbox: mail stays on this system and reaches nobody',
  liveMeaning: 'Live: mail reaches real people',
  loading: 'Loading',
  loadMe: 'read who you are',
  offline: 'You are offline. What you see is the last state we read; it goes on when the connection is back.',
  notFoundTitle: 'There is nothing at this address',
  notFoundText: 'The link may be old, or what it named was removed.',
  backToCampaigns: 'Back to the campaigns',
  loadMore: 'Load more',
  loadingMore: 'Loading more',
  allShown: (n: number) => `All ${formatCount(n)} shown`,
  shown: (n: number) => `${formatCount(n)} shown`,
  cancel: 'Cancel',
  close: 'Close',
  notKnown: 'Not known',
  role,
} as const;

export const problem = {
  retry: 'Try again',
  trace: (id: string) => `Trace id ${id}`,
  notSaved: 'Nothing was changed.',
  readOnly: 'Nothing was changed; this page only read.',
  noAnswer: 'The service did not answer. Check the connection; your data is safe.',
  noPermissionTitle: 'Your role does not allow this',
  noPermissionText: (detail: string) =>
    `${detail} An owner or admin of the workspace can do it or change your role.`.trim(),
  notFound: 'It does not exist, or not in this workspace.',
  unknown: 'The service could not carry this out.',
  couldNot: (what: string) => `Could not ${what}`,
  crashedTitle: 'This page failed',
  crashedText: 'The failure is in the page itself; nothing was changed. Load it again to go on.',
  startTitle: 'Throughline could not start',
  startText: 'The settings of this installation could not be read. Your data is safe.',
} as const;

export const signIn = {
  title: 'Sign in to Throughline',
  action: 'Sign in',
  again: 'Sign in again',
  failed: 'Signing in did not work. Nothing was changed; try again.',
  starting: 'Signing you in',
  leaving: 'Taking you to the sign-in',
  expiredTitle: 'Your session has ended',
  expiredText: 'What is on the page stays as it is. Sign in again to go on where you are; what you typed is kept.',
  noWorkspaceTitle: 'You belong to no workspace',
  noWorkspaceText: 'Your sign-in works, but no workspace has you as a member. Ask its owner to add you.',
} as const;
