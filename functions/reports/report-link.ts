import type { ReportId } from '../platform/ids.ts';
import { newId, ReportLinkId, WorkspaceId } from '../platform/ids.ts';
import { reportLinkByReport, reportLinkKey } from '../platform/keys.ts';
import { itemsBehind, listPage, type PageOf } from '../platform/list-page.ts';
import { signToken, verifyToken } from '../platform/signed-token.ts';
import type { Table } from '../platform/table.ts';
import { type Clock, DAY, instant } from '../platform/time.ts';
import { ReportLink } from './report.ts';

const PURPOSE = 'report';

/** A prospect may take a month to decide; what was bought can be read for two years. */
export const TEASER_LINK_LASTS = 60 * DAY;
export const FULL_LINK_LASTS = 730 * DAY;

export type NewReportLink = Readonly<
  Pick<ReportLink, 'workspaceId' | 'reportId' | 'kind'> &
    Partial<Pick<ReportLink, 'version' | 'purchaseId' | 'messageId' | 'expiresAt'>> & {
      /** Given where the same link may be made twice: an id derived from what it is for. */
      id?: ReportLinkId;
    }
>;

export type OpenedLink = Readonly<
  { ok: true; link: ReportLink } | { ok: false; reason: LinkProblem; link?: ReportLink }
>;
export type LinkProblem = 'unknown' | 'expired' | 'revoked';

export type ReportLinks = ReturnType<typeof createReportLinks>;

/** The workspace and link that a token names, or undefined when it is not one of ours. */
export const readReportToken = (
  token: string,
  secret: string,
): Readonly<{ workspaceId: WorkspaceId; linkId: ReportLinkId }> | undefined => {
  const [workspace, link, ...rest] = verifyToken(PURPOSE, token, secret) ?? [];
  const workspaceId = WorkspaceId.safeParse(workspace);
  const linkId = ReportLinkId.safeParse(link);
  if (!workspaceId.success || !linkId.success || rest.length > 0) return undefined;
  return { workspaceId: workspaceId.data, linkId: linkId.data };
};

/** The token of a link: it can be made again from the link at any time, so it need not be kept. */
export const reportToken = ({ workspaceId, id }: Pick<ReportLink, 'workspaceId' | 'id'>, secret: string): string =>
  signToken(PURPOSE, [workspaceId, id], secret);

/** Signed links to reports: made, opened (which counts), listed and taken back. Opening tells apart a link that never was from one that has ended. */
export const createReportLinks = ({
  table,
  secret,
  clock,
}: {
  table: Pick<Table, 'get' | 'put' | 'update' | 'query' | 'batchGet'>;
  secret: () => Promise<string>;
  clock: Clock;
}) => {
  const read = async (workspaceId: WorkspaceId, id: ReportLinkId): Promise<ReportLink | undefined> => {
    const item = await table.get(reportLinkKey(workspaceId, id), { consistent: true });
    return item === undefined ? undefined : ReportLink.parse(item);
  };

  /** What a token leads to now, without counting. */
  const look = async (token: string): Promise<OpenedLink> => {
    const named = readReportToken(token, await secret());
    const link = named === undefined ? undefined : await read(named.workspaceId, named.linkId);
    if (link === undefined) return { ok: false, reason: 'unknown' };
    if (link.revokedAt !== null) return { ok: false, reason: 'revoked', link };
    return Date.parse(link.expiresAt) <= clock() ? { ok: false, reason: 'expired', link } : { ok: true, link };
  };

  return {
    look,

    /** Makes a link; one of the same id that exists already is given back as it stands. */
    make: async (wished: NewReportLink): Promise<Readonly<{ link: ReportLink; token: string }>> => {
      const now = clock();
      const lasts = wished.kind === 'full' ? FULL_LINK_LASTS : TEASER_LINK_LASTS;
      const link: ReportLink = {
        id: wished.id ?? newId(ReportLinkId, 'rlk'),
        workspaceId: wished.workspaceId,
        reportId: wished.reportId,
        kind: wished.kind,
        version: wished.version ?? null,
        purchaseId: wished.purchaseId ?? null,
        messageId: wished.messageId ?? null,
        createdAt: instant(now),
        expiresAt: wished.expiresAt ?? instant(now + lasts),
        revokedAt: null,
        opens: 0,
      };
      const put = await table.put(
        {
          ...reportLinkKey(link.workspaceId, link.id),
          ...reportLinkByReport(link.workspaceId, link.reportId, link.id),
          type: 'ReportLink',
          v: 1,
          ...link,
          updatedAt: link.createdAt,
        },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      );
      const kept = put.ok ? link : ReportLink.parse(put.item);
      return { link: kept, token: reportToken(kept, await secret()) };
    },

    /** What a token leads to, counted when it still leads somewhere. */
    open: async (token: string): Promise<OpenedLink> => {
      const found = await look(token);
      if (!found.ok) return found;
      const counted = await table.update({
        Key: reportLinkKey(found.link.workspaceId, found.link.id),
        UpdateExpression: 'ADD opens :one SET updatedAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':one': 1, ':now': instant(clock()) },
        ReturnValues: 'ALL_NEW',
      });
      return counted.ok && counted.item !== undefined ? { ok: true, link: ReportLink.parse(counted.item) } : found;
    },

    /** Takes a report's link back for good; `undefined` when the report has none of this id. */
    revoke: async (workspaceId: WorkspaceId, id: ReportLinkId, reportId: ReportId) => {
      const changed = await table.update({
        Key: reportLinkKey(workspaceId, id),
        UpdateExpression: 'SET revokedAt = :now, updatedAt = :now',
        // The first moment stays.
        ConditionExpression: 'reportId = :report AND revokedAt = :not',
        ExpressionAttributeValues: { ':now': instant(clock()), ':not': null, ':report': reportId },
        ReturnValues: 'ALL_NEW',
      });
      const link = changed.item === undefined ? undefined : ReportLink.parse(changed.item);
      return link?.reportId === reportId ? { link, token: reportToken(link, await secret()) } : undefined;
    },

    /** A report's links in order of their making, with the token of each; `undefined` for a cursor of another list. */
    list: async (workspaceId: WorkspaceId, reportId: ReportId, query: PageOf) => {
      const { gsi1pk } = reportLinkByReport(workspaceId, reportId, ReportLinkId.parse('rlk_0000000000'));
      const page = await listPage(table, { index: 'gsi1', partition: gsi1pk }, query);
      if (page === undefined) return undefined;
      const key = await secret();
      const links = (await itemsBehind(table, page.items)).map((item) => ReportLink.parse(item));
      return { items: links.map((link) => ({ link, token: reportToken(link, key) })), nextCursor: page.nextCursor };
    },
  };
};
