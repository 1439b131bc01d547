import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { TextLink } from '../../parts/links.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import table from '../../parts/table.module.css';
import { Tag } from '../../parts/tag.tsx';
import { downloadPdf } from './download-pdf.ts';
import type { Report } from './report-queries.ts';

const words = messages.report;
const TONE = { making: 'wait', ready: 'active', failed: 'harm' } as const;
const HEAD = [
  { label: messages.reports.version },
  { label: messages.reports.state },
  { label: words.forWhom },
  { label: words.assessment },
  { label: words.ready },
  { label: words.size },
  { label: words.actions },
];
type Version = Report['versions'][number];

/** Every making of the report, newest first; what is ready never changes. */
export const ReportVersions = ({ report }: { report: Report }) => {
  const download = useMutation({ mutationFn: (version: number) => downloadPdf(report, version) });
  const versions = [...report.versions].sort((a, b) => b.version - a.version);
  return (
    <Card title={words.versions}>
      {versions.length === 0 ? (
        <p>{words.noVersions}</p>
      ) : (
        <DataTable caption={words.versions} head={HEAD}>
          {versions.map((version) => (
            <VersionRow
              key={version.version}
              version={version}
              pending={download.isPending && download.variables === version.version}
              download={() => download.mutate(version.version)}
            />
          ))}
        </DataTable>
      )}
      {download.error !== null && <ProblemNotice what={words.downloadFailed} error={download.error} />}
    </Card>
  );
};

const VersionRow = ({
  version: { version, state, purchaseId, assessmentId, rulesVersion, readyAt, pdf, failure },
  pending,
  download,
}: {
  version: Version;
  pending: boolean;
  download: () => void;
}) => (
  <tr>
    <th scope="row">{words.versionOf(version)}</th>
    <td data-label={messages.reports.state}>
      <Tag tone={TONE[state]}>{words.versionState[state]}</Tag>
      {failure !== null && <span className={table['block']}>{failure.detail}</span>}
    </td>
    <td data-label={words.forWhom}>
      {purchaseId === null ? (
        words.forTeam
      ) : (
        <TextLink to="/sales/$purchaseId" params={{ purchaseId }}>
          {words.forSale}
        </TextLink>
      )}
    </td>
    <td data-label={words.assessment}>
      {assessmentId === null ? (
        words.notYet
      ) : (
        <TextLink to="/assessments/$assessmentId" params={{ assessmentId }}>
          {words.seeAssessment}
        </TextLink>
      )}
      {rulesVersion !== null && (
        <span className={table['block']}>
          {words.rules} {rulesVersion}
        </span>
      )}
    </td>
    <td data-label={words.ready}>{readyAt === null ? words.notYet : formatTime(readyAt)}</td>
    <td data-label={words.size}>
      {pdf === null ? words.notYet : words.pages(pdf.pages, Math.ceil(pdf.bytes / 1_000))}
    </td>
    <td className={table['wide']}>
      {pdf !== null && (
        <Button
          variant="default"
          size="xs"
          aria-label={words.downloadNamed(version)}
          loading={pending}
          onClick={download}
        >
          {words.download}
        </Button>
      )}
    </td>
  </tr>
);
