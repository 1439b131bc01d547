import type { PeopleProviderName } from '../../../functions/campaigns/contact-lookup.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { PeopleQuestion } from '../../../functions/contacts/people-provider.ts';
import { createWorkspacePeople } from '../../../functions/contacts/workspace-people.ts';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { providerUrls } from '../../../functions/platform/provider-urls.ts';
import { createMemoryFiles } from '../memory-files.ts';
import { type Asked, startFakeProvider, type Told } from './fake-provider.ts';

export const PEOPLE_KEY = 'sk-very-secret-9876543210';
const workspaceId = WorkspaceId.parse('ws_00000000000000000000000001');

/** The real client of a provider of people against a fake of it, with a clock that only waiting moves. */
export const askPeople = async (
  name: PeopleProviderName,
  answer: (asked: Asked, count: number) => Told,
  { timeout = 5_000, patience = 60_000 }: Readonly<{ timeout?: number; patience?: number }> = {},
) => {
  const fake = await startFakeProvider(answer);
  const time = { now: Date.parse('2026-11-21T09:00:00.000Z'), paused: [] as number[] };
  const lines: string[] = [];
  const line = (message: string, fields: unknown) => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  const peopleOf = createWorkspacePeople({
    readCredentials: () => Promise.resolve({ [name]: { apiKey: PEOPLE_KEY } }),
    urls: providerUrls(JSON.stringify({ [name]: fake.url })),
    files: createMemoryFiles(),
    clock: () => time.now,
    log: { info: line, warn: line, error: line },
    calls: {
      random: () => 0,
      pause: (milliseconds) => {
        time.paused.push(milliseconds);
        time.now += milliseconds;
        return Promise.resolve();
      },
      timeout,
      patience,
    },
  });
  const { providers } = await peopleOf(workspaceId, [name]);
  const [provider] = providers;
  if (provider === undefined) throw new Error('The provider has no key');
  return { fake, time, lines, provider, stop: fake.stop };
};

export const personaOf = (told: object = {}): IcpCriteria['persona'] =>
  IcpCriteria.parse({ name: 'Anyone', persona: told }).persona;

export const askFor = (told: Partial<PeopleQuestion> = {}): PeopleQuestion => ({
  domain: 'acme.com',
  persona: personaOf(),
  headcount: null,
  limit: 3,
  wanted: [],
  ...told,
});
