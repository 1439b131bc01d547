import { PEOPLE_PROVIDERS } from '../../../functions/campaigns/contact-lookup.ts';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import { FoundContacts } from '../../../functions/contacts/find-contract.ts';
import { allowedHosts } from '../allowed-host.ts';
import { type Context, defineCommand, needed, type Output, oneOf, positiveInteger, type Task } from '../command.ts';
import { findHere } from '../contacts/find-here.ts';
import { readJsonFile } from '../read-json-file.ts';
import { UsageError } from '../usage-error.ts';

const LIMIT = 3;
const MOST = 10;

type Wish = Readonly<{
  url: string;
  icp: string | undefined;
  limit: number;
  providers: readonly (typeof PEOPLE_PROVIDERS)[number][];
  allowHosts: string;
}>;

const find = async (
  output: Output & Partial<Context>,
  { url, icp, limit, providers, allowHosts }: Wish,
): Promise<number> => {
  const { print, json, terminal, api } = output;
  const { persona } = icp === undefined ? IcpCriteria.parse({ name: 'Anyone' }) : await readJsonFile(icp, IcpCriteria);
  terminal.progress(`Reading ${url}`);
  const found =
    api === undefined
      ? await findHere(url, { persona, limit, allowHosts })
      : await api.call('POST', '/contacts/find', FoundContacts, { websiteUrl: url, persona, limit, providers });
  terminal.progressDone();
  if (json) print(JSON.stringify(found));
  else for (const line of contactLines(found)) print(line);
  const unread = found.site.outcome === 'unreachable' || found.site.outcome === 'disallowed';
  return found.contacts.length === 0 && unread ? 1 : 0;
};

/** What was found, as lines for a person. */
export const contactLines = ({
  domain,
  site,
  contacts,
  tried,
  drops,
  warnings,
  costUsd,
}: FoundContacts): readonly string[] => [
  `${domain}: ${told(site)}`,
  ...contacts.flatMap(
    ({ firstName, lastName, title, email, verification, department, seniority, decisionMaker, source, sourceRef }) => [
      `  ${[firstName, lastName].filter((name) => name !== null).join(' ') || '(shared mailbox)'}${title === null ? '' : `, ${title}`} <${email}>`,
      `      ${seniority} in ${department}${decisionMaker ? ', decides' : ''}; address ${verification.verdict} (${verification.reasons.join(', ')}); from ${source}: ${sourceRef}`,
    ],
  ),
  ...(contacts.length === 0 ? ['  Nobody to write to.'] : []),
  `Tried: ${tried.map(({ source, outcome, found, costUsd: cost, detail }) => `${source} ${outcome}${found > 0 ? ` ${String(found)}` : ''}${cost > 0 ? ` for $${cost.toFixed(4)}` : ''}${detail === null ? '' : ` (${detail})`}`).join('; ')}`,
  ...listed(
    'Left out',
    Object.entries(drops).map(([reason, n]) => `${reason} ${String(n)}`),
  ),
  ...listed('Phones', site.phones),
  ...listed('Profiles', site.profiles),
  ...warnings,
  ...(costUsd > 0 ? [`Cost: $${costUsd.toFixed(4)}`] : []),
];

const listed = (name: string, values: readonly string[]): readonly string[] =>
  values.length === 0 ? [] : [`${name}: ${values.join(', ')}`];

const told = ({ outcome, reason, pages }: FoundContacts['site']): string => {
  if (reason === 'private_address')
    return 'leads to a private address, which is not read. Allow a host of this machine with --allow-host HOST.';
  return outcome === 'read'
    ? `read ${String(pages.length)} pages`
    : `${outcome}${reason === null ? '' : ` (${reason})`}`;
};

export const contactsFindCommand = defineCommand({
  name: 'contacts find',
  usage: `  throughline contacts find URL [--icp FILE] [--limit N] [--provider NAME[,NAME…]] [--allow-host HOST] [--json]
      People of a company with titles and checked addresses, where each is from and what was tried. The website is read
      from here; paid providers (${PEOPLE_PROVIDERS.join(', ')}) are asked through the system, which has the keys.
      --allow-host lets a website on this machine be read (localhost, 127.0.0.1:8080, or NAME=127.0.0.1:8080).`,
  options: {
    icp: { type: 'string' },
    limit: { type: 'string' },
    provider: { type: 'string', multiple: true },
    'allow-host': { type: 'string', multiple: true },
  },
  prepare: (values, [url]): Task => {
    const given = (values.provider ?? []).flatMap((list) => list.split(',')).map((name) => name.trim());
    const providers = [...new Set(given.filter((name) => name !== ''))].map((name) =>
      oneOf('provider', name, PEOPLE_PROVIDERS),
    );
    const limit = positiveInteger('limit', values.limit) ?? LIMIT;
    if (limit > MOST) throw new UsageError(`--limit takes at most ${String(MOST)}.`);
    const hosts = values['allow-host'] ?? [];
    if (hosts.length > 0 && providers.length > 0)
      throw new UsageError(
        '--allow-host goes without --provider: providers know nothing of a website on this machine.',
      );
    const website = needed('URL', url);
    const wish: Wish = { url: website, icp: values.icp, limit, providers, allowHosts: allowedHosts(hosts, website) };
    return providers.length === 0
      ? { needs: 'nothing', run: (output) => find(output, wish) }
      : { needs: 'system', run: (context) => find(context, wish) };
  },
});
