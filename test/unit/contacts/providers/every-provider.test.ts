import { PEOPLE_PROVIDERS } from '../../../../functions/campaigns/contact-lookup.ts';
import { askFor, askPeople, PEOPLE_KEY } from '../../../support/providers/asked-people.ts';
import type { Told } from '../../../support/providers/fake-provider.ts';

/** What each provider answers when it knows nobody. */
const NOBODY = {
  crustdata: { profiles: [], next_cursor: null, total_count: 0 },
  hunter: { data: { domain: 'acme.com', emails: [] }, meta: { results: 0 } },
  apollo: { people: [], total_entries: 0 },
} as const;
/** How each says that a limit is reached. */
const LIMITED = { crustdata: 429, hunter: 403, apollo: 429 } as const;
/** How each says that the account is used up. */
const USED_UP: Readonly<Record<(typeof PEOPLE_PROVIDERS)[number], Told>> = {
  crustdata: { status: 403, body: { error: { type: 'permission_error', message: 'Insufficient credits' } } },
  hunter: {
    status: 429,
    body: { errors: [{ id: 'too_many_requests', code: 429, details: 'You have reached your usage limit' }] },
  },
  apollo: { status: 422, body: { error: 'You have insufficient credits to perform this action' } },
};
const BAD_KEY: Readonly<Record<(typeof PEOPLE_PROVIDERS)[number], Told>> = {
  crustdata: { status: 401, body: { error: { type: 'authentication_error', message: `Bad token ${PEOPLE_KEY}` } } },
  hunter: {
    status: 401,
    body: { errors: [{ id: 'authentication_failed', code: 401, details: `No user for ${PEOPLE_KEY}` }] },
  },
  apollo: { status: 401, body: 'Invalid access credentials.' },
};

describe.each(PEOPLE_PROVIDERS)('%s', (name) => {
  test('knows nobody: nobody is given, nothing is paid, nothing failed', async () => {
    const { provider, stop } = await askPeople(name, () => ({ body: NOBODY[name] }));
    const answer = await provider.find(askFor());
    await stop();
    expect(answer).toEqual({ people: [], costMicroUsd: 0, credits: 0, failure: null, note: null });
  });

  test('answers 404 for a company it does not know: no failure either', async () => {
    const { provider, stop } = await askPeople(name, () => ({ status: 404, body: { error: 'not found' } }));
    const answer = await provider.find(askFor());
    await stop();
    expect(answer).toMatchObject({ people: [], costMicroUsd: 0, failure: null });
  });

  test('refuses the key: once asked, told with the mend, and the key is in no word of it', async () => {
    const { fake, lines, provider, stop } = await askPeople(name, () => BAD_KEY[name]);
    const { failure } = await provider.find(askFor());
    await stop();
    expect(failure).toMatchObject({
      provider: name,
      kind: 'bad_key',
      message: expect.stringContaining('PUT /provider-credentials/'),
    });
    expect(fake.asked).toHaveLength(1);
    expect(JSON.stringify([failure, lines])).not.toContain(PEOPLE_KEY);
  });

  test('is over its rate limit: asked again after the time it names', async () => {
    const { fake, time, provider, stop } = await askPeople(name, (_asked, count) =>
      count === 1 ? { status: LIMITED[name], headers: { 'retry-after': '7' }, body: {} } : { body: NOBODY[name] },
    );
    const { failure } = await provider.find(askFor());
    await stop();
    expect([failure, fake.asked.length, time.paused]).toEqual([null, 2, [7_000]]);
  });

  test('stays over its rate limit: given up within the time that a call may take', async () => {
    const { provider, time, stop } = await askPeople(
      name,
      () => ({ status: LIMITED[name], headers: { 'x-ratelimit-reset': '600' }, body: {} }),
      { patience: 8_000 },
    );
    const { failure } = await provider.find(askFor());
    await stop();
    expect(failure).toMatchObject({ kind: 'rate_limited' });
    expect(time.paused).toEqual([]);
  });

  test('has no credits left: told as that and not asked again', async () => {
    const { fake, provider, stop } = await askPeople(name, () => USED_UP[name]);
    const { failure, costMicroUsd } = await provider.find(askFor());
    await stop();
    expect([failure?.kind, costMicroUsd, fake.asked.length]).toEqual(['no_credits', 0, 1]);
  });

  test.each([
    ['no JSON', 'it works!'],
    ['another shape', { data: 'x', people: 'x', profiles: 'x' }],
    ['a list', []],
    ['nothing', ''],
  ])('answers %s: its API has changed', async (_what, body) => {
    const { provider, stop } = await askPeople(name, () => ({ body }));
    const answer = await provider.find(askFor());
    await stop();
    expect(answer).toMatchObject({ people: [], failure: { kind: 'schema_changed' } });
  });

  test('is slow: left after the time that a call may take', async () => {
    const { provider, stop } = await askPeople(name, () => ({ after: 400, body: NOBODY[name] }), {
      timeout: 50,
      patience: 50,
    });
    const { failure } = await provider.find(askFor());
    await stop();
    expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('no answer within') });
  });

  test('breaks down and comes back: asked again with longer waits', async () => {
    const { time, provider, stop } = await askPeople(name, (_asked, count) =>
      count < 3 ? { status: 503, body: {} } : { body: NOBODY[name] },
    );
    const { failure } = await provider.find(askFor());
    await stop();
    expect([failure, time.paused]).toEqual([null, [1_000, 2_000]]);
  });

  test('is asked nothing twice within the time of its cache', async () => {
    const { fake, provider, stop } = await askPeople(name, () => ({ body: NOBODY[name] }));
    await provider.find(askFor());
    const asked = fake.asked.length;
    await provider.find(askFor());
    await stop();
    expect(fake.asked).toHaveLength(asked);
  });
});
