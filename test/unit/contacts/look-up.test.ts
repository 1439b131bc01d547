import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import type { Found } from '../../../functions/contacts/found-people.ts';
import { createLookUp } from '../../../functions/contacts/look-up.ts';
import type { MailDomain } from '../../../functions/contacts/mail-domain.ts';
import type { PeopleAnswer, PeopleProvider, PeopleQuestion } from '../../../functions/contacts/people-provider.ts';
import { failureOf } from '../../../functions/platform/provider-failure.ts';

const marketing = IcpCriteria.parse({
  name: 'x',
  persona: { departments: ['marketing'], seniority: ['head', 'vp'] },
}).persona;
const person = (
  name: string,
  title: string | null,
  email: string | null,
  source: Found['source'] = 'website',
): Found => {
  const [firstName = '', lastName = ''] = name.split(' ');
  return { firstName, lastName, title, email, source, sourceRef: 'ref', country: null };
};
const given = (...people: readonly (readonly [string, string | null, string | null])[]): PeopleAnswer => ({
  people: people.map(([name, title, email]) => ({
    ...person(name, title, email),
    firstName: name.split(' ')[0] ?? '',
    lastName: name.split(' ')[1] ?? '',
    verdict: undefined,
  })),
  costMicroUsd: 1_000,
  credits: 1,
  failure: null,
  note: null,
});
const failing = (
  name: 'hunter' | 'apollo' | 'crustdata',
  kind: 'bad_key' | 'unavailable' = 'bad_key',
): PeopleAnswer => ({
  ...given(),
  costMicroUsd: 0,
  credits: 0,
  failure: failureOf(name, kind),
});

const world = (
  answers: Partial<Record<PeopleProvider['name'], PeopleAnswer>>,
  { mail = 'accepts', verify }: { mail?: MailDomain; verify?: PeopleProvider['verify'] } = {},
) => {
  const asked: (readonly [string, PeopleQuestion])[] = [];
  const dns: string[] = [];
  const providers = (['crustdata', 'hunter', 'apollo'] as const)
    .filter((name) => answers[name] !== undefined)
    .map(
      (name): PeopleProvider => ({
        name,
        find: (question) => {
          asked.push([name, question]);
          return Promise.resolve(answers[name] ?? given());
        },
        mostMicroUsd: () => 1_000_000,
        ...(name === 'hunter' && verify !== undefined ? { verify } : {}),
      }),
    );
  const lookUp = createLookUp({
    readMailDomain: (domain) => {
      dns.push(domain);
      return Promise.resolve(mail);
    },
  });
  const run = (found: readonly Found[], more: Partial<Parameters<typeof lookUp>[0]> = {}) =>
    lookUp({
      domain: 'acme.com',
      headcount: 500,
      found,
      persona: marketing,
      mode: 'live',
      limit: 3,
      providers,
      ...more,
    });
  return { run, asked, dns };
};
const emails = ({ contacts }: { contacts: readonly { email: string }[] }) => contacts.map(({ email }) => email);

test('nobody is paid for when list or website give somebody who fits', async () => {
  const { run, asked } = world({ hunter: given(['Eve Roe', 'VP Marketing', 'eve@acme.com']) });
  const answer = await run([person('Ana Silva', 'Head of Marketing', 'ana@acme.com')]);
  expect(emails(answer)).toEqual(['ana@acme.com']);
  expect(asked).toEqual([]);
  expect(answer).toMatchObject({
    personaMet: true,
    costMicroUsd: 0,
    tried: [{ source: 'website', outcome: 'found', found: 1 }],
  });
});

test('providers are asked in order, and no further once somebody fits', async () => {
  const { run, asked } = world({
    crustdata: given(['Al Fox', 'Barista', 'al@acme.com']),
    hunter: given(['Eve Roe', 'VP Marketing', 'eve@acme.com'], ['Kim Poe', 'Head of Marketing', 'kim@acme.com']),
    apollo: given(['Zoe Doe', 'VP Marketing', 'zoe@acme.com']),
  });
  const answer = await run([person('Bo Lund', 'CTO', 'bo@acme.com')], { limit: 1 });
  expect(asked.map(([name]) => name)).toEqual(['crustdata', 'hunter']);
  expect(emails(answer)).toHaveLength(1);
  expect(answer.contacts[0]).toMatchObject({ source: 'hunter', personaMatch: 1 });
  expect(answer.drops).toEqual({ persona_mismatch: 2, over_limit: 1 });
  expect(answer.costMicroUsd).toBe(2_000);
  expect(answer.tried.map(({ source, outcome }) => `${source} ${outcome}`)).toEqual([
    'website found',
    'crustdata found',
    'hunter found',
  ]);
});

test('a provider that fails is told, and the next is asked', async () => {
  const { run } = world({
    crustdata: failing('crustdata'),
    hunter: given(['Eve Roe', 'VP Marketing', 'eve@acme.com']),
  });
  const answer = await run([]);
  expect(emails(answer)).toEqual(['eve@acme.com']);
  expect(answer.failures).toMatchObject([{ provider: 'crustdata', kind: 'bad_key' }]);
  expect(answer.tried[0]).toMatchObject({
    source: 'crustdata',
    outcome: 'failed',
    detail: expect.stringContaining('Crustdata'),
  });
});

test('a provider that may not be asked is skipped with the reason', async () => {
  const { run, asked } = world({ hunter: given(['Eve Roe', 'VP Marketing', 'eve@acme.com']) });
  const answer = await run([], { mayAsk: () => Promise.resolve('The time was over.') });
  expect(asked).toEqual([]);
  expect(answer.tried).toEqual([
    { source: 'hunter', outcome: 'skipped', found: 0, costMicroUsd: 0, credits: 0, detail: 'The time was over.' },
  ]);
});

test('who fits and lacks an address only is asked for by name; who is found is one person', async () => {
  const { run, asked } = world({ hunter: given(['Ana Silva', null, 'ana@acme.com']) });
  const answer = await run([person('Ana Silva', 'Head of Marketing', null), person('Bo Lund', 'CTO', null)]);
  expect(asked[0]?.[1].wanted).toMatchObject([{ firstName: 'Ana', lastName: 'Silva' }]);
  expect(answer.contacts).toMatchObject([{ email: 'ana@acme.com', title: 'Head of Marketing', source: 'hunter' }]);
  expect(answer.drops).toEqual({ no_address: 1 });
});

const patterned = [
  person('Al Fox', 'CTO', 'al.fox@acme.com'),
  person('Bo Lund', 'Accountant', 'bo.lund@acme.com'),
  person('Ana Silva', 'Head of Marketing', null),
];

test('an address is guessed by the pattern of two others, marked as guessed and risky', async () => {
  const answer = await world({}).run(patterned);
  expect(answer.contacts).toMatchObject([
    {
      ...{ email: 'ana.silva@acme.com', source: 'guess', personaMatch: 1 },
      verification: { verdict: 'risky', reasons: ['guessed'] },
    },
  ]);
  expect(answer.tried.at(-1)).toMatchObject({ source: 'guess', outcome: 'found', found: 1 });
  expect(answer.drops).toEqual({ persona_mismatch: 2 });
});

test.each(['no_answer', 'no_mx', 'null_mx', 'no_domain', 'no_server'] as const)(
  'no guess where DNS says %s',
  async (mail) => {
    const answer = await world({}, { mail }).run(patterned);
    expect(answer.contacts.some(({ source }) => source === 'guess')).toBe(false);
    expect(answer.tried.at(-1)).toMatchObject({ source: 'guess', outcome: 'skipped' });
  },
);

test('no guess at reserved domains, from one address alone, or when somebody fits already', async () => {
  const reserved = patterned.map((one) => ({ ...one, email: one.email?.replace('acme.com', 'acme.example') ?? null }));
  const sandbox = world({});
  const atReserved = await sandbox.run(reserved, { domain: 'acme.example', mode: 'sandbox' });
  expect(atReserved.contacts.some(({ source }) => source === 'guess')).toBe(false);
  // A sandbox of made-up companies asks no resolver.
  expect(sandbox.dns).toEqual([]);
  expect((await world({}).run(patterned.slice(1))).tried.map(({ source }) => source)).toEqual(['website']);
  const met = await world({}).run([...patterned, person('Kim Roe', 'VP Marketing', 'kim.roe@acme.com')]);
  expect(emails(met)).toEqual(['kim.roe@acme.com']);
});

test('a provider that verifies has the last word on a guess', async () => {
  const checked: string[] = [];
  const verifying = (status: 'valid' | 'invalid') =>
    world(
      { hunter: given() },
      {
        verify: (email) => {
          checked.push(email);
          return Promise.resolve({
            verdict: { provider: 'hunter', status },
            costMicroUsd: 12_500,
            credits: 0.5,
            failure: null,
          });
        },
      },
    );
  const confirmed = await verifying('valid').run(patterned);
  expect(confirmed.contacts[0]).toMatchObject({
    ...{ source: 'guess', email: 'ana.silva@acme.com' },
    verification: { verdict: 'valid', reasons: ['guessed', 'provider_says_valid', 'mail_server_found'] },
  });
  expect(confirmed.costMicroUsd).toBe(13_500);
  const refused = await verifying('invalid').run(patterned);
  expect(refused.contacts).toEqual([]);
  expect(refused.tried.at(-1)).toMatchObject({ source: 'guess', outcome: 'nobody', costMicroUsd: 12_500 });
  expect(checked).toEqual(['ana.silva@acme.com', 'ana.silva@acme.com']);
});

test('every domain is asked of DNS once a look-up, whatever the number of its addresses', async () => {
  const { run, dns } = world({
    hunter: given(['Eve Roe', 'Barista', 'eve@acme.com'], ['Kim Poe', 'Barista', 'kim@other.com']),
  });
  await run([person('Al Fox', 'CTO', 'al@acme.com'), person('Bo Lund', 'CFO', 'bo@acme.com')]);
  expect(dns.filter((domain) => domain === 'acme.com')).toHaveLength(1);
  expect(dns).toContain('other.com');
});
