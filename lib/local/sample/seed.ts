import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { type CreateWorkspaceInput, CreateWorkspaceOutput } from '../../../functions/accounts/contract.ts';
import type { Person } from '../identity/person.ts';
import { sampleWorkspace } from './sample-campaign.ts';

/** The workspace a local system works in, with the key its own tools use. */
export type LocalWorkspace = z.infer<typeof CreateWorkspaceOutput>;

const { owner } = sampleWorkspace;

/** The owner's subject is the same on every machine, so that a token tells who it is. */
export const SAMPLE_OWNER: Person = {
  subject: createHash('sha256').update(owner.email).digest('hex').slice(0, 32),
  name: `${owner.firstName} ${owner.lastName}`,
  email: owner.email,
  note: `Owner of ${sampleWorkspace.name}`,
};

const fileIn = (dataDir: string): string => join(dataDir, 'workspace.json');

/** The workspace that was made before in this data directory, if any. */
export const readWorkspace = (dataDir: string): LocalWorkspace | undefined => {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return undefined;
  return CreateWorkspaceOutput.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
};

/**
 * Gives the workspace of a local system, made on the first call by invoking `accounts/create-workspace`, as an operator of a deployment does.
 * Its API key is kept beside the other local state, readable by this user only.
 */
export const seedWorkspace = async (
  dataDir: string,
  invoke: (name: string, event: unknown) => Promise<unknown>,
): Promise<LocalWorkspace> => {
  const known = readWorkspace(dataDir);
  if (known !== undefined) return known;
  const input: z.infer<typeof CreateWorkspaceInput> = {
    name: sampleWorkspace.name,
    owner: { subject: SAMPLE_OWNER.subject, name: SAMPLE_OWNER.name },
    apiKey: { name: 'This machine', mode: 'sandbox' },
  };
  const made = CreateWorkspaceOutput.parse(await invoke('CreateWorkspace', input));
  writeFileSync(fileIn(dataDir), JSON.stringify(made), { mode: 0o600 });
  chmodSync(fileIn(dataDir), 0o600);
  return made;
};
