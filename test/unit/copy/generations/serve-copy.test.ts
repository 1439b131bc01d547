import {
  CompleteAnswer,
  EmailAnswer,
  EnrichmentAnswer,
  PositioningAnswer,
} from '../../../../functions/copy/generations/generation.ts';
import { Problem } from '../../../../functions/platform/http/problem.ts';
import { GenerationId } from '../../../../functions/platform/ids.ts';
import { generationEventsKey } from '../../../../functions/platform/keys.ts';
import { type Answer, createCopyWorld, fakeModel, html, PUMPS, readEvents } from '../../../support/copy-world.ts';

const SITE = { 'acme.example/': PUMPS };
const ASK = { websiteUrl: 'http://acme.example/', icp: 'Orchard owners in Spain with 10 to 200 employees' };

const inWorld = async (
  work: (world: Awaited<ReturnType<typeof createCopyWorld>>) => Promise<void>,
  ...how: Parameters<typeof createCopyWorld>
): Promise<void> => {
  const world = await createCopyWorld(...how);
  try {
    await work(world);
  } finally {
    await world.close();
  }
};
const problemOf = (answer: Answer): Problem => Problem.parse(answer.json());

test('each endpoint answers in its own schema, with metadata that says what it rests on', async () => {
  await inWorld(async ({ ask }) => {
    const answers = {
      positioning: PositioningAnswer.parse((await ask('positioning', ASK)).json()),
      email: EmailAnswer.parse((await ask('email', ASK)).json()),
      enrichment: EnrichmentAnswer.parse((await ask('enrichment', ASK)).json()),
      complete: CompleteAnswer.parse((await ask('complete', ASK)).json()),
    };
    expect(answers.positioning.uniqueInsight).toContain('Most orchards lose a tenth of their trees');
    expect(answers.email.variants.map(({ variant }) => variant)).toEqual(['problem', 'benefit', 'question']);
    expect(answers.enrichment.firmographics.employees).toMatchObject({ min: 10, max: 200, basis: 'icp' });
    const { metadata, icp, companyName } = answers.complete;
    expect(companyName).toBe('Acme Pumps');
    expect(icp).toMatchObject({ source: 'given', said: 1 });
    expect(metadata).toMatchObject({
      model: 'offline writer',
      usage: { inputTokens: 0, outputTokens: 0, costUsd: 0 },
      warnings: [],
    });
    expect(metadata.sourcesUsed.map(({ url }) => url)).toEqual(['http://acme.example/']);
    expect(metadata.wordCount).toBeGreaterThan(300);
  }, SITE);
});

test('a budget that comes to its end is told once in an answer, before it stops anything', async () => {
  const near = [{ scope: 'DAY#2026-11-21', name: 'today', capMicroUsd: 100_000_000 }];
  await inWorld(
    async ({ ask }) => {
      const { metadata } = CompleteAnswer.parse((await ask('complete', { ...ASK, writer: 'auto' })).json());
      expect(metadata.warnings).toEqual([
        'Four fifths of the budget of $100.00 for language models today are used up. When all of it is, the offline writer goes on.',
      ]);
    },
    SITE,
    { near },
  );
});

test('a missing ICP is inferred, and the answer says so', async () => {
  await inWorld(async ({ ask }) => {
    const answer = PositioningAnswer.parse((await ask('positioning', { websiteUrl: 'acme.example' })).json());
    expect(answer.icp.source).toBe('inferred');
    expect(answer.metadata.confidence.inferenceLevel).not.toBe('low');
    expect(answer.metadata.confidence.recommendedImprovements.join(' ')).toContain('icp');
  }, SITE);
});

test('what is not the address of a website is a 400 that names the field', async () => {
  await inWorld(async ({ ask }) => {
    for (const websiteUrl of [
      'not a url',
      'javascript:alert(1)',
      'ftp://acme.example/',
      'mailto:a@b.c',
      'acme',
      'http://user:pw@acme.example/',
    ])
      expect({ websiteUrl, ...problemOf(await ask('positioning', { websiteUrl })) }).toMatchObject({
        ...{
          websiteUrl,
          status: 400,
          errorCode: 'bad_url',
          fieldErrors: [{ field: 'websiteUrl' }],
          traceId: 'trace-1',
        },
      });
    for (const websiteUrl of [
      'http://127.0.0.1/',
      'http://10.0.0.8/',
      'http://[::1]/',
      'http://localhost/',
      'http://169.254.169.254/latest/',
    ])
      expect({ websiteUrl, ...problemOf(await ask('positioning', { websiteUrl })) }).toMatchObject({
        ...{ websiteUrl, status: 400, errorCode: 'private_address' },
      });
  }, SITE);
});

test('a site that cannot be read is a 422 that says why and what was tried', async () => {
  const big = 'x'.repeat(1_024);
  await inWorld(
    async ({ ask }) => {
      const asked = async (host: string) => problemOf(await ask('complete', { websiteUrl: `http://${host}.example/` }));
      const cases = {
        parked: 'site_parked',
        empty: 'site_empty',
        login: 'site_login_wall',
        pdf: 'site_not_html',
        huge: 'site_too_large',
        gone: 'site_unreachable',
      };
      for (const [host, errorCode] of Object.entries(cases)) {
        const { status, errorCode: told, tried, fieldErrors } = await asked(host);
        expect({ host, status, told, tried: tried?.[0] }).toEqual({
          host,
          status: 422,
          told: errorCode,
          tried: `http://${host}.example/`,
        });
        expect(fieldErrors?.[0]?.field).toBe('websiteUrl');
      }
    },
    {
      'parked.example/': html('<h1>This domain is for sale</h1><p>Buy this domain today.</p>', 'parked.example'),
      'empty.example/': '<!doctype html><title>Empty</title><div id="root"></div>',
      'login.example/': html('<h1>Sign in</h1><form><input type="password" name="p"></form>', 'Sign in'),
      'pdf.example/': (_request, response) =>
        response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7'),
      'huge.example/': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html', 'content-length': String(50 * 1_024 * 1_024) });
        const send = (): void => {
          while (!response.destroyed && response.write(big));
          if (!response.destroyed) response.once('drain', send);
        };
        response.on('close', () => response.destroy());
        send();
      },
    },
  );
});

test('a page in Japanese gives an answer that says what it could not know', async () => {
  await inWorld(
    async ({ ask }) => {
      const answer = CompleteAnswer.parse((await ask('complete', { websiteUrl: 'http://aomine.example/' })).json());
      expect(answer.positioning.uniqueInsight).toContain('is not in English');
      expect(answer.metadata.confidence).toMatchObject({ inferenceLevel: 'high' });
      expect(answer.metadata.confidence.overall).toBeLessThan(0.5);
    },
    {
      'aomine.example/': html(
        '<h1>在庫は、見えれば減らせる。</h1><p>青嶺ソフトは、関西の町工場と食品メーカーのための在庫・ロット管理ソフトをつくっています。</p><p>導入企業は二千三百社です。</p>',
        '青嶺ソフト株式会社',
      ),
    },
  );
});

test('wrong bodies are 400 with every field, wrong credentials 401 and 403', async () => {
  await inWorld(async ({ ask }) => {
    expect(problemOf(await ask('email', '{"websiteUrl":'))).toMatchObject({ status: 400, errorCode: 'invalid_json' });
    const wrong = problemOf(await ask('email', { websiteUrl: '', preferences: { tone: 'shouting' }, more: 1 }));
    expect(wrong.fieldErrors?.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['websiteUrl', 'preferences.tone']),
    );
    expect(problemOf(await ask('email', ASK, { role: null }))).toMatchObject({ status: 401 });
    expect(problemOf(await ask('email', ASK, { role: 'viewer' }))).toMatchObject({ status: 403 });
    expect(problemOf(await ask('email', { ...ASK, icp: 'icp_01kahd6jx0notthere00000000' }))).toMatchObject({
      ...{ status: 400, errorCode: 'icp_not_found', fieldErrors: [{ field: 'icp' }] },
    });
  }, SITE);
});

test('the limit of an hour is told with every answer and answers 429 with when to come back', async () => {
  let now = Date.parse('2026-11-21T09:59:30.000Z');
  await inWorld(
    async ({ ask }) => {
      const first = await ask('positioning', ASK);
      expect(first.headers).toMatchObject({
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': '1',
        'x-ratelimit-reset': String(Date.parse('2026-11-21T10:00:00Z') / 1_000),
      });
      await ask('positioning', ASK);
      const third = await ask('positioning', ASK);
      expect(third.status).toBe(429);
      expect(third.headers).toMatchObject({ 'retry-after': '30', 'x-ratelimit-remaining': '0' });
      expect(problemOf(third)).toMatchObject({ errorCode: 'too_many_requests', retryAfter: 30 });
      now += 60_000;
      expect((await ask('positioning', ASK)).status).toBe(200);
    },
    SITE,
    { limit: 2, now: () => now },
  );
});

test('the limit holds when requests come at once', async () => {
  await inWorld(
    async ({ ask }) => {
      const statuses = (await Promise.all(Array.from({ length: 12 }, () => ask('positioning', ASK)))).map(
        ({ status }) => status,
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(5);
      expect(statuses.filter((status) => status === 429)).toHaveLength(7);
    },
    SITE,
    { limit: 5 },
  );
});

test('a repeated idempotency key gets the same answer and counts once; for another request it is refused', async () => {
  await inWorld(async ({ ask, table }) => {
    const headers = { 'Idempotency-Key': 'abc' };
    const [first, again] = [await ask('positioning', ASK, { headers }), await ask('positioning', ASK, { headers })];
    expect(again.json()).toEqual(first.json());
    expect(table.items().filter(({ type }) => type === 'Generation')).toHaveLength(1);
    expect(problemOf(await ask('email', ASK, { headers }))).toMatchObject({
      status: 422,
      errorCode: 'idempotency_key_reused',
    });
    expect(problemOf(await ask('email', ASK, { headers: { 'Idempotency-Key': 'x'.repeat(300) } }))).toMatchObject({
      status: 400,
    });
  }, SITE);
});

const events = { accept: 'text/event-stream' };

test('as events: stages, one asset a section, usage, then done, each with an id that says where it was', async () => {
  await inWorld(async ({ ask }) => {
    const answer = await ask('complete', ASK, { headers: events });
    expect(answer.headers['content-type']).toContain('text/event-stream');
    const told = readEvents(answer.text);
    expect(told[0]).toMatchObject({ event: 'stage', data: { stage: 'reading', status: 'started' } });
    expect(
      told
        .filter(({ event }) => event === 'asset')
        .map(({ data }) => data['section'])
        .sort(),
    ).toEqual(['email', 'enrichment', 'positioning']);
    expect(told.slice(-2).map(({ event }) => event)).toEqual(['usage', 'done']);
    const id = String(told.at(-1)?.data['generationId']);
    expect(told.map((one) => one.id)).toEqual(told.map((_, at) => `${id}:${String(at + 1)}`));
    expect(answer.headers['location']).toBe(`/api/v1/generations/${id}`);
  }, SITE);
});

test('a client that comes back with Last-Event-ID goes on after that event, without beginning anew', async () => {
  await inWorld(async ({ ask, table }) => {
    const whole = readEvents((await ask('complete', ASK, { headers: events })).text);
    const seen = whole[3];
    const rest = await ask('complete', ASK, { headers: { ...events, 'Last-Event-ID': seen?.id ?? '' } });
    expect(readEvents(rest.text)).toEqual(whole.slice(4));
    expect(table.items().filter(({ type }) => type === 'Generation')).toHaveLength(1);
    const other = await ask('complete', ASK, {
      headers: { ...events, 'Last-Event-ID': 'gen_01kahd6jx0nobodyhas000000:3' },
    });
    expect(problemOf(other)).toMatchObject({ status: 404, errorCode: 'generation_not_found' });
  }, SITE);
});

test('a client that comes back while it is written gets what is told meanwhile', async () => {
  await inWorld(
    async ({ ask, store, workspaceId }) => {
      const first = ask('positioning', ASK, { headers: events });
      let id = '';
      for (let tries = 0; tries < 200 && id === ''; tries += 1) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        id = (await store.list(workspaceId, { limit: 1 }))?.items[0]?.id ?? '';
      }
      const second = await ask('positioning', ASK, { headers: { ...events, 'Last-Event-ID': `${id}:0` } });
      expect(readEvents(second.text)).toEqual(readEvents((await first).text));
    },
    SITE,
    { model: fakeModel({}, { failure: { reason: 'refused', detail: 'no' }, pause: 100 }) },
  );
});

test('the work goes on to its end when the client has gone', async () => {
  await inWorld(async ({ run, store, workspaceId }) => {
    const generationId = GenerationId.parse('gen_01kahd6jx0leftalone00000000');
    const { CopyRequest } = await import('../../../../functions/copy/generations/copy-request.ts');
    const request = CopyRequest.parse(ASK);
    await store.begin(workspaceId, generationId, { kind: 'email', request, requestHash: 'h' });
    await run({ workspaceId, generationId, kind: 'email', request, traceId: 't' }, () => undefined);
    expect(await store.get(workspaceId, generationId)).toMatchObject({ status: 'done', companyName: 'Acme Pumps' });
    expect((await store.events(workspaceId, generationId, 0)).at(-1)?.event).toBe('done');
  }, SITE);
});

test('a failure after the head is sent is an error event with the same problem', async () => {
  await inWorld(async ({ ask }) => {
    const answer = await ask('positioning', { websiteUrl: 'http://nothing.example/' }, { headers: events });
    expect(answer.status).toBe(200);
    expect(readEvents(answer.text).at(-1)).toMatchObject({
      event: 'error',
      data: { status: 422, errorCode: 'site_unreachable', tried: ['http://nothing.example/'] },
    });
  }, SITE);
});

test('events end a day later, results after ninety days, and nothing is kept without an end', async () => {
  const now = Date.parse('2026-11-21T09:30:00.000Z');
  await inWorld(
    async ({ ask, table, workspaceId }) => {
      const { metadata } = PositioningAnswer.parse(
        (await ask('positioning', ASK, { headers: { 'Idempotency-Key': 'k' } })).json(),
      );
      const days = (item: Readonly<Record<string, unknown>>): number => (Number(item['ttl']) - now / 1_000) / 86_400;
      for (const item of table.items())
        expect({ type: item['type'], ttl: days(item) > 0 }).toEqual({ type: item['type'], ttl: true });
      const { pk, sk } = generationEventsKey(workspaceId, metadata.generationId, 1);
      expect(days((await table.get({ pk, sk })) ?? {})).toBe(1);
      expect(days(table.items().find(({ type }) => type === 'GenerationResult') ?? {})).toBe(90);
    },
    SITE,
    { now: () => now },
  );
});
