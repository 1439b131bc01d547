import { Button } from '@mantine/core';
import { useState } from 'react';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PagedList } from '../../parts/paged-list.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { CreateReportLink } from './create-report-link.tsx';
import { type Report, type ReportLink, reportLinksQuery } from './report-queries.ts';
import { RevokeReportLink } from './revoke-report-link.tsx';

const words = messages.reportLinks;
const HEAD = [
  { label: words.kind },
  { label: words.state },
  { label: words.ends },
  { label: words.opens, number: true },
  { label: words.from },
  { label: words.actions },
];

/** The ways to a report for who is not of the team: how often each was opened, to copy, to take back. */
export const ReportLinks = ({ report, mayChange }: { report: Report; mayChange: boolean }) => {
  const [creating, setCreating] = useState(false);
  const links = usePages(reportLinksQuery(report.id));
  const create = <Button onClick={() => setCreating(true)}>{words.create}</Button>;
  return (
    <Card title={words.title} aside={mayChange && (links.items?.length ?? 0) > 0 && create}>
      <PagedList
        pages={links}
        what={words.load}
        waitingRows={2}
        empty={<EmptyState title={words.emptyTitle} text={words.emptyText} action={mayChange && create} />}
      >
        {(items) => (
          <DataTable caption={words.title} head={HEAD}>
            {items.map((link) => (
              <LinkRow key={link.id} link={link} report={report} mayRevoke={mayChange} />
            ))}
          </DataTable>
        )}
      </PagedList>
      {creating && <CreateReportLink report={report} close={() => setCreating(false)} />}
    </Card>
  );
};

const LinkRow = ({ link, report, mayRevoke }: { link: ReportLink; report: Report; mayRevoke: boolean }) => {
  const { kind, version, url, createdAt, expiresAt, revokedAt, opens } = link;
  const works = revokedAt === null && Date.parse(expiresAt) > Date.now();
  return (
    <tr>
      <th scope="row">
        {words.linkKind[kind]}
        {kind === 'full' && (
          <span className={table['block']}>{version === null ? words.newest : messages.report.versionOf(version)}</span>
        )}
      </th>
      <td data-label={words.state}>
        <Tag tone={works ? 'active' : 'quiet'}>
          {revokedAt !== null ? words.revoked : works ? words.works : words.ended}
        </Tag>
      </td>
      <td data-label={words.ends}>{formatTime(revokedAt ?? expiresAt)}</td>
      <td className={table['number']} data-label={words.opens}>
        {words.times(opens)}
      </td>
      <td data-label={words.from}>
        <LinkSource link={link} report={report} />
        <span className={table['block']}>{formatTime(createdAt)}</span>
      </td>
      <td className={table['wide']}>
        {works && (
          <div className={table['actions']}>
            <CopyButton value={url} label={words.copy} named={words.copyNamed(kind, formatTime(createdAt))} size="xs" />
            {mayRevoke && <RevokeReportLink link={link} />}
          </div>
        )}
      </td>
    </tr>
  );
};

const LinkSource = ({ link: { messageId, purchaseId }, report: { lineage } }: { link: ReportLink; report: Report }) => {
  if (purchaseId !== null)
    return (
      <TextLink to="/sales/$purchaseId" params={{ purchaseId }}>
        {words.sale}
      </TextLink>
    );
  if (messageId === null) return words.hand;
  if (lineage?.messageId !== messageId) return words.mail;
  return (
    <TextLink to="/runs/$runId/messages/$messageId" params={{ runId: lineage.runId, messageId }} search={{}}>
      {words.mail}
    </TextLink>
  );
};
