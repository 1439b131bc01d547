import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { PROVIDERS } from '../../../functions/discovery/provider-contract.ts';
import { type Context, defineCommand, needed, type Output, oneOf, positiveInteger, type Task } from '../command.ts';
import { askFile } from '../discover/ask-file.ts';
import { askHere, isFree } from '../discover/ask-here.ts';
import { askSystem } from '../discover/ask-system.ts';
import { type Found, foundLines, mergeFound, type Source } from '../discover/found.ts';
import { readJsonFile } from '../read-json-file.ts';
import { UsageError } from '../usage-error.ts';

const LIMIT = 25;

type Wish = Readonly<{
  icp: string;
  sources: readonly Source['name'][];
  companies: string | undefined;
  limit: number;
}>;

/** Asks every source for as many companies as are wanted, and puts together what they give. */
const discover = async (output: Output & Partial<Context>, wish: Wish): Promise<number> => {
  const { print, json, terminal, api } = output;
  const icp = await readJsonFile(wish.icp, IcpCriteria);
  const given: Source[] = [];
  for (const name of wish.sources) {
    terminal.progress(`Asking ${name}`);
    if (name === 'file') given.push(await askFile(needed('--companies', wish.companies), icp, wish.limit));
    else if (api !== undefined) given.push(await askSystem(api, name, icp, wish.limit));
    else if (isFree(name)) given.push(await askHere(name, icp, wish.limit));
  }
  terminal.progressDone();
  const found: Found = mergeFound(given, wish.limit);
  if (json) print(JSON.stringify(found));
  else for (const line of foundLines(found)) print(line);
  return found.companies.length === 0 && found.providers.every(({ failed }) => failed) ? 1 : 0;
};

export const discoverCommand = defineCommand({
  name: 'discover',
  usage: `  throughline discover --icp FILE --provider NAME[,NAME…] [--companies FILE] [--limit N] [--json]
      Look at the companies that providers give for a profile, with the source of each field and what it cost.
      Providers: ${PROVIDERS.join(', ')} ("file" reads --companies).`,
  options: {
    icp: { type: 'string' },
    provider: { type: 'string', multiple: true },
    companies: { type: 'string' },
    limit: { type: 'string' },
  },
  prepare: (values): Task => {
    const names = (values.provider ?? []).flatMap((list) => list.split(',')).map((name) => name.trim());
    const sources = [...new Set(names.filter((name) => name !== ''))].map((name) => oneOf('provider', name, PROVIDERS));
    if (sources.length === 0) needed('--provider', undefined);
    if (sources.includes('file')) needed('--companies', values.companies);
    else if (values.companies !== undefined) throw new UsageError('--companies goes with --provider file.');
    const wish: Wish = {
      icp: needed('--icp', values.icp),
      sources,
      companies: values.companies,
      limit: positiveInteger('limit', values.limit) ?? LIMIT,
    };
    // Keys lie with the system; what needs none is asked from here.
    return sources.every((name) => name === 'file' || isFree(name))
      ? { needs: 'nothing', run: (output) => discover(output, wish) }
      : { needs: 'system', run: (context) => discover(context, wish) };
  },
});
