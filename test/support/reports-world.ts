import type { APIGatewayProxyEvent } from 'aws-lambda';
import { createAssessmentStore } from '../../functions/assessment/assessment-store.ts';
import type { Assessment } from '../../functions/assessment/contract.ts';
import type { WorkspaceId } from '../../functions/platform/ids.ts';
import { createBrandStore } from '../../functions/reports/brand-store.ts';
import { createDeliverReport } from '../../functions/reports/deliver-report.ts';
import { createFailReport } from '../../functions/reports/fail-report.ts';
import { createGatherContent } from '../../functions/reports/gather-content.ts';
import { createWriteInsights } from '../../functions/reports/insights/model-insights.ts';
import { createPrepareReport } from '../../functions/reports/prepare-report.ts';
import { createReadPeers } from '../../functions/reports/read-peers.ts';
import { createRenderVersion } from '../../functions/reports/render-version.ts';
import { createReportLinks } from '../../functions/reports/report-link.ts';
import { REPORT_PRICE } from '../../functions/reports/report-price.ts';
import { createReportStore } from '../../functions/reports/report-store.ts';
import { createServeReports } from '../../functions/reports/serve-reports.ts';
import { createShowReport } from '../../functions/reports/show-report.ts';
import type { TransactionalMail } from '../../functions/reports/transactional-mail.ts';
import { takeAnswer } from './copy-world.ts';
import { createMemoryFiles } from './memory-files.ts';
import { createMemoryTable } from './memory-table.ts';
import { badAssessment, SAMPLE_WORKSPACE } from './report-samples.ts';

export const ORIGIN = 'https://app.throughline.example';
const START = Date.parse('2026-11-21T09:30:00.000Z');

/** Reports over a table, a bucket and a mailbox in this process, with the steps of the machine and the pages. */
export const createReportsWorld = () => {
  let now = START;
  const clock = () => now;
  const [table, files] = [createMemoryTable(), createMemoryFiles()];
  const assessments = createAssessmentStore({ table, files, clock });
  const [reports, brands] = [createReportStore(table, clock), createBrandStore(table, clock)];
  const links = createReportLinks({ table, secret: () => Promise.resolve('a secret of the deployment'), clock });
  const mails: TransactionalMail[] = [];
  const started: Readonly<{ input: unknown; name: string }>[] = [];
  let mailFails: string | undefined;
  const show = createShowReport({ reports, links, brands, assessments, files, price: REPORT_PRICE, origin: ORIGIN });

  const visit = async (
    resource: string,
    params: Readonly<Record<string, string>>,
    more: Readonly<{ query?: Record<string, string>; headers?: Record<string, string>; principal?: object }> = {},
  ) => {
    const taken = takeAnswer();
    await show(
      {
        httpMethod: 'GET',
        resource,
        path: resource,
        pathParameters: { ...params },
        queryStringParameters: more.query ?? null,
        headers: more.headers ?? {},
        requestContext: { requestId: 'trace', authorizer: more.principal ?? {} },
      } as unknown as APIGatewayProxyEvent,
      taken.open,
    );
    return { ...taken.answer(), bytes: taken.bytes() };
  };

  return {
    ...{ table, files, assessments, reports, brands, links, mails, started, clock, visit },
    pass: (milliseconds: number): void => {
      now += milliseconds;
    },
    failMailWith: (reason: string | undefined): void => {
      mailFails = reason;
    },
    /** A completed assessment that is kept, and a report that offers it. */
    offer: async (assessment: Assessment = badAssessment) => {
      await assessments.keep(assessment);
      return await reports.create({
        workspaceId: assessment.workspaceId,
        assessmentId: assessment.id,
        domain: assessment.domain,
        companyName: assessment.companyName,
      });
    },
    steps: {
      prepare: createPrepareReport({ reports, assessments, clock }),
      gather: createGatherContent({
        reports,
        assessments,
        brands,
        readPeers: createReadPeers(table),
        writeInsights: (_: WorkspaceId) => Promise.resolve(createWriteInsights({ model: undefined })),
        files,
        clock,
      }),
      render: createRenderVersion({ reports, files }),
      deliver: createDeliverReport({
        reports,
        links,
        files,
        origin: ORIGIN,
        send: async (mail) => {
          if (mailFails !== undefined) return { ok: false, reason: mailFails, later: true };
          if (!mails.some(({ onceId }) => onceId === mail.onceId)) mails.push(mail);
          return { ok: true };
        },
      }),
      fail: createFailReport({ reports }),
    },
    serve: createServeReports({
      ...{ reports, links, brands, assessments, files, clock },
      startReport: (input, name) => {
        started.push({ input, name });
        return Promise.resolve();
      },
      newRequest: () => `req_${String(started.length)}`,
      origin: ORIGIN,
    }),
    principal: { workspaceId: SAMPLE_WORKSPACE, kind: 'member', id: 'u', role: 'member', mode: 'sandbox' } as const,
  };
};
export type ReportsWorld = ReturnType<typeof createReportsWorld>;
