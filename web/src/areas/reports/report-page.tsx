import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { formatTime } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import { useMay } from '../accounts/me.ts';
import { MakeVersion } from './make-version.tsx';
import { ReportLinks } from './report-links.tsx';
import { type Report, reportQuery } from './report-queries.ts';
import { ReportSales } from './report-sales.tsx';
import { ReportState } from './report-state.tsx';
import { ReportVersions } from './report-versions.tsx';
import { ReportFailed } from './retry-report.tsx';

const words = messages.report;
const route = getRouteApi('/reports/$reportId');
const above = <TextLink to="/reports">{messages.reports.title}</TextLink>;

/** One report: its links, its versions, its sales, and what failed. */
export const ReportPage = () => {
  const { reportId } = route.useParams();
  const [askedAt, setAskedAt] = useState(0);
  const { data: report, error, isPending, refetch } = useQuery(reportQuery(reportId, askedAt));
  const may = useMay();
  const asked = () => setAskedAt(Date.now());
  if (report === undefined)
    return (
      <>
        <PageHead title={messages.reports.title} above={above} />
        {isPending && <WaitingRows />}
        {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      </>
    );
  return (
    <>
      <PageHead
        key={reportId}
        title={report.companyName ?? report.domain}
        above={above}
        tags={<ReportState report={report} />}
        actions={may.work && <MakeVersion report={report} asked={asked} />}
      >
        {report.companyName !== null && <p>{report.domain}</p>}
      </PageHead>
      <div className={styles['stack']}>
        <ReportFailed report={report} mayRetry={may.work} asked={asked} />
        <ReportLinks report={report} mayChange={may.work} />
        <ReportVersions report={report} />
        <ReportSales report={report} />
        <Facts report={report} />
      </div>
    </>
  );
};

const Facts = ({ report: { assessmentId, lineage, createdAt, updatedAt } }: { report: Report }) => (
  <Card title={words.facts}>
    <dl className={styles['facts']}>
      <div>
        <dt>{words.assessment}</dt>
        <dd>
          <TextLink to="/assessments/$assessmentId" params={{ assessmentId }}>
            {words.seeAssessment}
          </TextLink>
        </dd>
      </div>
      <div>
        <dt>{words.mail}</dt>
        <dd>
          {lineage === null ? (
            messages.reports.fromHand
          ) : (
            <TextLink
              to="/runs/$runId/messages/$messageId"
              params={{ runId: lineage.runId, messageId: lineage.messageId }}
              search={{}}
            >
              {words.seeMail}
            </TextLink>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.made}</dt>
        <dd>{formatTime(createdAt)}</dd>
      </div>
      <div>
        <dt>{messages.reports.updated}</dt>
        <dd>{formatTime(updatedAt)}</dd>
      </div>
    </dl>
  </Card>
);
