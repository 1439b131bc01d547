import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { AnswerOf } from '../../api/operations.ts';
import { formatCount, formatTime, formatUsdWhole } from '../../app/format.ts';
import { messages } from '../../messages.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { WaitingRows } from '../../parts/late.tsx';
import { TextLink } from '../../parts/links.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import styles from '../../parts/stack.module.css';
import table from '../../parts/table.module.css';
import { useMay } from '../accounts/me.ts';
import { MakeReport } from '../reports/make-report.tsx';
import { assessmentQuery } from './assessment-queries.ts';
import { FindingList } from './finding-list.tsx';

const words = messages.assessment;
const route = getRouteApi('/assessments/$assessmentId');
type Assessment = AnswerOf<'getAssessment'>;

/** One website at one time: scores, what was found and what it may cost, and what was not measured. */
export const AssessmentPage = () => {
  const { assessmentId } = route.useParams();
  const may = useMay();
  const { data: assessment, error, isPending, refetch } = useQuery(assessmentQuery(assessmentId));
  return (
    <>
      <PageHead
        key={assessment?.domain ?? 'waiting'}
        title={assessment?.companyName ?? assessment?.domain ?? messages.assessments.title}
        above={<TextLink to="/assessments">{messages.assessments.title}</TextLink>}
        actions={may.work && assessment?.status === 'completed' && <MakeReport assessmentId={assessmentId} />}
      >
        {assessment !== undefined && (
          <p>
            {assessment.finalUrl}, {formatTime(assessment.startedAt)}
          </p>
        )}
      </PageHead>
      {isPending && <WaitingRows />}
      {error !== null && <ProblemNotice what={words.load} error={error} retry={() => void refetch()} />}
      {assessment?.status === 'running' && (
        <div role="status">
          <Notice tone="wait">
            <p>{words.running}</p>
          </Notice>
        </div>
      )}
      {assessment?.status === 'failed' && (
        <Notice tone="harm" title={words.failed}>
          <p>{assessment.failure?.detail}</p>
        </Notice>
      )}
      {assessment?.status === 'completed' && <Result assessment={assessment} />}
    </>
  );
};

const Result = ({ assessment }: { assessment: Assessment }) => {
  const { impact, notMeasured, technologies } = assessment;
  return (
    <div className={styles['stack']}>
      <Scores assessment={assessment} />
      {impact !== null && assessment.findings.length > 0 && (
        <Card title={words.impactTotal}>
          <p>{words.impact(formatUsdWhole(impact.total.lowUsd), formatUsdWhole(impact.total.highUsd))}</p>
          <ul>
            {impact.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Card>
      )}
      <FindingList findings={assessment.findings} />
      {technologies.length > 0 && (
        <Card title={words.technologies}>
          <p>{technologies.map(({ name }) => name).join(', ')}</p>
        </Card>
      )}
      {notMeasured.length > 0 && (
        <Card title={words.notMeasured}>
          <ul className={styles['plainList']}>
            {notMeasured.map(({ what, reason }) => (
              <li key={`${what} ${reason}`}>
                <b>{what}</b>: {reason}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
};

const Scores = ({ assessment: { overall, categories } }: { assessment: Assessment }) => {
  const head = [
    { label: words.category },
    { label: messages.assessments.score, number: true },
    { label: words.checks, number: true },
  ];
  const shown = (score: number | null) => (score === null ? messages.assessments.noScore : formatCount(score));
  const names = Object.keys(words.name) as (keyof typeof words.name)[];
  return (
    <Card title={words.scores}>
      <DataTable caption={words.scores} head={head}>
        <tr>
          <th scope="row">
            <b>{words.overall}</b>
          </th>
          <td className={table['number']} data-label={messages.assessments.score}>
            <b>{shown(overall)}</b>
          </td>
          <td />
        </tr>
        {names.map((name) => {
          const { score, note, checks } = categories[name];
          return (
            <tr key={name}>
              <th scope="row">
                {words.name[name]}
                {note !== null && <span className={table['block']}>{note}</span>}
              </th>
              <td className={table['number']} data-label={messages.assessments.score}>
                {shown(score)}
              </td>
              <td className={table['number']} data-label={words.checks}>
                {words.checksOf(checks.passed, checks.passed + checks.failed)}
              </td>
            </tr>
          );
        })}
      </DataTable>
    </Card>
  );
};
