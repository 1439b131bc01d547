/** Roles × resources × actions, in one table (spec/api-and-accounts.md). Enforced in `http/api.ts`, shown in the UI, tested cell by cell. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const RESOURCES = [
  'workspace',
  'apiKey',
  'providerCredential',
  'icp',
  'import',
  'company',
  'contact',
  'campaign',
  'mailbox',
  'run',
  'lead',
  'message',
  'suppression',
  'generation',
  'assessment',
  'webhook',
  'report',
  'purchase',
  'ledger',
] as const;
export type Resource = (typeof RESOURCES)[number];
export type ActionName = 'create' | 'read' | 'update' | 'delete' | 'execute';
export type Permission = `${Resource}:${ActionName}`;

const ALL = 'crudx';
const WORK: Readonly<Record<Resource, string>> = {
  workspace: 'r',
  apiKey: '',
  providerCredential: 'r',
  icp: ALL,
  import: ALL,
  company: ALL,
  contact: ALL,
  campaign: ALL,
  mailbox: 'r',
  run: ALL,
  lead: ALL,
  message: ALL,
  suppression: 'cr',
  generation: ALL,
  assessment: ALL,
  webhook: 'r',
  report: ALL,
  purchase: 'r',
  ledger: 'rx',
};
const everything = Object.fromEntries(RESOURCES.map((resource) => [resource, ALL])) as Record<Resource, string>;

export const ROLE_PERMISSIONS: Readonly<Record<Role, Readonly<Record<Resource, string>>>> = {
  owner: everything,
  admin: { ...everything, workspace: 'ru' },
  member: WORK,
  viewer: Object.fromEntries(RESOURCES.map((resource) => [resource, resource === 'apiKey' ? '' : 'r'])) as Record<
    Resource,
    string
  >,
};

const LETTER: Readonly<Record<ActionName, string>> = { create: 'c', read: 'r', update: 'u', delete: 'd', execute: 'x' };

const split = (permission: Permission): { resource: Resource; letter: string } => {
  const [resource, action] = permission.split(':') as [Resource, ActionName];
  return { resource, letter: LETTER[action] };
};

/** Whether a role may do it. */
export const roleMay = (role: Role, permission: Permission): boolean => {
  const { resource, letter } = split(permission);
  return ROLE_PERMISSIONS[role][resource].includes(letter);
};
