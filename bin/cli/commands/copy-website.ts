import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { documentOf } from '../../../functions/copy/generations/copy-document.ts';
import { markdownOf } from '../../../functions/copy/generations/copy-markdown.ts';
import { TONES, WRITERS } from '../../../functions/copy/generations/copy-request.ts';
import { answerOf, GenerationView, KINDS, type Kind } from '../../../functions/copy/generations/generation.ts';
import { readEventId } from '../../../functions/copy/generations/generation-events.ts';
import { Problem } from '../../../functions/platform/http/problem.ts';
import { ApiError } from '../api-client.ts';
import { type Command, type Context, defineCommand, needed, oneOf } from '../command.ts';
import { generationEvents, readStage } from '../generation-stream.ts';
import { readJsonFile } from '../read-json-file.ts';

type CopyOptions = Readonly<{
  url: string;
  icp: string | undefined;
  tone: string | undefined;
  writer: string | undefined;
  refresh: boolean;
}>;

/**
 * An ICP as the API takes it: the criteria of a JSON file, the words of another file, or the words themselves.
 * @throws UsageError when a JSON file is missing or is no ICP
 */
const readIcp = async (given: string | undefined): Promise<unknown> => {
  if (given === undefined) return undefined;
  // Nobody describes customers by a name like this: a file that is missing must not be taken for words.
  if (/\.json$/i.test(given)) return await readJsonFile(given, IcpCriteria);
  return statSync(given, { throwIfNoEntry: false })?.isFile() === true ? (await readFile(given, 'utf8')).trim() : given;
};

/** Asks for copy, tells its stages as they come, and prints what was written. Gives 1 when it could not be written. */
const write = async ({ api, terminal, print, json }: Context, kind: Kind, options: CopyOptions): Promise<number> => {
  const icp = await readIcp(options.icp);
  const body = {
    websiteUrl: options.url,
    refresh: options.refresh,
    ...(icp === undefined ? {} : { icp }),
    ...(options.tone === undefined ? {} : { preferences: { tone: options.tone } }),
    ...(options.writer === undefined ? {} : { writer: options.writer }),
  };
  let generationId: string | undefined;
  let written = 0;
  for await (const { id, event, data } of generationEvents(api, `/campaigns/${kind}`, body)) {
    generationId ??= readEventId(id)?.generationId;
    if (event === 'error') throw new ApiError(Problem.parse(data));
    const stage = event === 'stage' ? readStage(data) : undefined;
    if (stage !== undefined)
      terminal.line(`${stage.stage}: ${stage.status}${stage.detail === undefined ? '' : ` (${stage.detail})`}`);
    if (event === 'delta') {
      written += JSON.stringify(data).length;
      terminal.progress(`writing: ${String(written)} characters`);
    }
  }
  terminal.progressDone();
  if (generationId === undefined) {
    terminal.line('The connection broke before anything was told. Ask again.');
    return 1;
  }
  const { result, status } = await api.call('GET', `/generations/${generationId}`, GenerationView);
  if (result === null) {
    terminal.line(
      `${generationId} is ${status}: the connection broke too often to wait for it. Read it later at /generations/${generationId}.`,
    );
    return 1;
  }
  print(json ? JSON.stringify(answerOf(result)) : markdownOf(documentOf(result)));
  return 0;
};

const WHAT: Readonly<Record<Kind, string>> = {
  positioning: "A company's positioning",
  email: 'Three mails with their follow-ups',
  enrichment: 'What to find out about the companies and people of an ICP',
  complete: 'All three at once',
};

const commandOf = (kind: Kind): Command =>
  defineCommand({
    name: `copy ${kind}`,
    usage: `  throughline copy ${kind} URL [--icp FILE|TEXT] [--tone TONE] [--writer WRITER] [--refresh] [--json]
      ${WHAT[kind]}, from its website.`,
    options: {
      icp: { type: 'string' },
      tone: { type: 'string' },
      writer: { type: 'string' },
      refresh: { type: 'boolean', default: false },
    },
    prepare: ({ icp, tone, writer, refresh }, [url]) => {
      const options: CopyOptions = {
        url: needed('URL', url),
        icp,
        tone: tone === undefined ? undefined : oneOf('tone', tone, TONES),
        writer: writer === undefined ? undefined : oneOf('writer', writer, WRITERS),
        refresh,
      };
      return { needs: 'system', run: (context) => write(context, kind, options) };
    },
  });

/** `copy positioning`, `copy email`, `copy enrichment`, `copy complete`. */
export const copyCommands: readonly Command[] = KINDS.map(commandOf);
