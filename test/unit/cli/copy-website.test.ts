import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../../../bin/cli/api-client.ts';
import { findCommand } from '../../../bin/cli/commands.ts';
import { CompleteAnswer } from '../../../functions/copy/generations/generation.ts';
import { silentOutput } from '../../support/cli-output.ts';
import { createCopyWorld, PUMPS } from '../../support/copy-world.ts';

/** The API as far as the command needs it: the endpoint that writes, cut off once after some events, and the stored result. */
const startApi = async (world: Awaited<ReturnType<typeof createCopyWorld>>) => {
  const asked: { path: string; lastEventId: string | undefined }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const piece of request) body += String(piece);
      const path = (request.url ?? '').replace('/api/v1', '');
      const lastEventId = request.headers['last-event-id'];
      asked.push({ path, lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined });
      const stored = /^\/generations\/(gen_\w+)$/.exec(path)?.[1];
      if (stored !== undefined) {
        const {
          request: _asked,
          requestHash: _hash,
          updatedAt: _at,
          ...found
        } = (await world.store.get(world.workspaceId, stored as never)) ?? ({} as never);
        const result = await world.store.result(world.workspaceId, stored as never);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...found, result }));
        return;
      }
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const answer = await world.ask(path.split('/').at(-1) ?? '', body, { headers });
      response.writeHead(answer.status, { ...answer.headers });
      // The first connection breaks in the middle.
      const first = asked.filter((one) => one.path === path).length === 1 && answer.status === 200;
      if (!first) response.end(answer.text);
      else {
        response.write(answer.text.split('\n\n').slice(0, 3).join('\n\n').concat('\n\n'));
        setTimeout(() => response.destroy(), 20);
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    asked,
    api: createApiClient({ url: `http://127.0.0.1:${String(port)}`, apiKey: 'k' }),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
};

const run = async (words: readonly string[], json: boolean) => {
  const world = await createCopyWorld({ 'acme.example/': PUMPS });
  const { api, asked, close } = await startApi(world);
  const found = findCommand(words);
  const task = found?.command.prepare(found.args);
  const { output, printed } = silentOutput(json);
  try {
    if (task?.needs !== 'system') throw new Error('copy needs a system');
    return { code: await task.run({ ...output, api }), printed, asked };
  } finally {
    await close();
    await world.close();
  }
};

test('a stream that breaks is taken up where it was, and the whole answer is printed as JSON', async () => {
  const { code, printed, asked } = await run(
    ['copy', 'complete', 'http://acme.example/', '--icp', 'Orchard owners'],
    true,
  );
  expect(code).toBe(0);
  expect(printed).toHaveLength(1);
  expect(CompleteAnswer.parse(JSON.parse(printed[0] ?? '')).companyName).toBe('Acme Pumps');
  expect(asked.map(({ lastEventId }) => lastEventId?.split(':')[1])).toEqual([undefined, '3', undefined]);
});

test('without --json it is printed to be read', async () => {
  const { printed } = await run(['copy', 'positioning', 'http://acme.example/'], false);
  expect(printed[0]).toContain('# Positioning for Acme Pumps');
});

test('an ICP of a file is taken as criteria or words; a JSON file that is missing or is none is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'icp-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const icpOf = async (icp: string) => {
    const { printed } = await run(['copy', 'complete', 'http://acme.example/', '--icp', icp], true);
    return CompleteAnswer.parse(JSON.parse(printed[0] ?? '')).icp;
  };
  try {
    expect(await icpOf(file('a.json', '{"name":"Orchards"}'))).toMatchObject({ source: 'given', summary: 'Orchards' });
    expect(await icpOf(file('a.txt', 'Orchard owners\n'))).toMatchObject({
      source: 'given',
      summary: 'Orchard owners',
    });
    await expect(icpOf(join(folder, 'none.json'))).rejects.toThrow(/There is no file .*none\.json/);
    await expect(icpOf(file('bad.json', '{"name":'))).rejects.toThrow(/bad\.json is not JSON/);
    await expect(icpOf(file('wrong.json', '{"name":"x","headcount":5}'))).rejects.toThrow(
      /wrong\.json cannot be used:\n {2}headcount/,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a site that cannot be read is told in the words of the API', async () => {
  await expect(run(['copy', 'email', 'http://nothing.example/'], true)).rejects.toThrow('could not be reached');
  await expect(run(['copy', 'email', 'no address'], true)).rejects.toThrow('websiteUrl');
});
