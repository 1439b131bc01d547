import {
  COMPANY_SIZES,
  IMPACT_INDUSTRIES,
  type ImpactAssumptions,
} from '../../../functions/assessment/impact/contract.ts';
import { allowedHosts } from '../allowed-host.ts';
import { assessHere } from '../assess/assess-here.ts';
import { assessmentLines } from '../assess/assessment-lines.ts';
import { writeReport } from '../assess/write-report.ts';
import { defineCommand, needed, type Output, oneOf, positiveInteger } from '../command.ts';
import { writableFile } from '../writable-file.ts';

type Wish = Readonly<{
  url: string;
  pdf: string | undefined;
  allowHosts: string;
  browser: boolean;
  assumptions: Partial<ImpactAssumptions>;
}>;

const assess = async ({ print, json, terminal }: Output, { url, pdf, ...wish }: Wish): Promise<number> => {
  terminal.progress(`Assessing ${url}`);
  const { assessment, pictures } = await assessHere(url, wish);
  terminal.progressDone();
  const done = assessment.status === 'completed';
  if (json) print(JSON.stringify(assessment));
  else for (const line of assessmentLines(assessment)) print(line);
  if (pdf !== undefined && done) {
    const pages = await writeReport(pdf, assessment, pictures);
    terminal.line(`Wrote a report of ${String(pages)} pages to ${pdf}`);
  }
  return done ? 0 : 1;
};

export const assessCommand = defineCommand({
  name: 'assess',
  usage: `  throughline assess URL [--pdf FILE] [--allow-host HOST] [--no-browser] [--revenue USD] [--industry NAME] [--size N] [--json]
      Scores of a website, what is wrong with it with evidence and monthly dollars, and what was not measured, read from
      here. With a Chromium on this machine also Lighthouse, axe and screenshots. --pdf writes the report.
      --allow-host lets a website on this machine be read (localhost, 127.0.0.1:8080, or NAME=127.0.0.1:8080).
      Dollars rest on --revenue (a year); without it on what is usual in --industry (${IMPACT_INDUSTRIES.join(', ')})
      and --size (${COMPANY_SIZES.join(', ')} people).`,
  options: {
    pdf: { type: 'string' },
    'allow-host': { type: 'string', multiple: true },
    'no-browser': { type: 'boolean', default: false },
    revenue: { type: 'string' },
    industry: { type: 'string' },
    size: { type: 'string' },
  },
  prepare: (values, [given]) => {
    const url = needed('URL', given);
    const revenue = positiveInteger('revenue', values.revenue);
    const wish: Wish = {
      url,
      pdf: values.pdf === undefined ? undefined : writableFile('pdf', values.pdf),
      allowHosts: allowedHosts(values['allow-host'] ?? [], url),
      browser: !values['no-browser'],
      assumptions: {
        ...(revenue === undefined ? {} : { annualRevenueUsd: revenue }),
        ...(values.industry === undefined ? {} : { industry: oneOf('industry', values.industry, IMPACT_INDUSTRIES) }),
        ...(values.size === undefined ? {} : { companySize: oneOf('size', values.size, COMPANY_SIZES) }),
      },
    };
    return { needs: 'nothing', run: (output) => assess(output, wish) };
  },
});
