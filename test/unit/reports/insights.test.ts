import type { Model } from '../../../functions/copy/model.ts';
import { createWriteInsights, isGrounded } from '../../../functions/reports/insights/model-insights.ts';
import { ruleInsights } from '../../../functions/reports/insights/rule-insights.ts';
import { badAssessment, goodAssessment, unmeasuredAssessment } from '../../support/report-samples.ts';

/** A model that gives one answer to every question. */
const model = (answer: unknown): Pick<Model, 'generate' | 'name'> => ({
  name: 'a-model',
  generate: ({ schema }) => Promise.resolve({ ok: true, value: schema.parse(answer), usage: [] }),
});

test('a site with findings gets three insights and three actions, each with a line on why it should not wait', () => {
  const { insights, actions, writer } = ruleInsights(badAssessment);
  expect(insights).toHaveLength(3);
  expect(actions).toHaveLength(3);
  expect(writer).toBe('rules');
  const ids = badAssessment.findings.map(({ id }) => id);
  for (const { urgency, findings } of insights) {
    expect(urgency.length).toBeGreaterThan(10);
    expect(findings.length).toBeGreaterThan(0);
    for (const id of findings) expect(ids).toContain(id);
  }
  expect(new Set(insights.map(({ text }) => text)).size).toBe(3);
});

test('a finding that its rule explains by its title only is not said twice', () => {
  const findings = badAssessment.findings.map((finding) => ({ ...finding, detail: finding.title }));
  for (const { text } of ruleInsights({ ...badAssessment, findings }).insights)
    for (const { title } of findings) expect(text.split(title).length).toBeLessThanOrEqual(2);
});

test('actions are the findings that pay soonest, in their order', () => {
  expect(ruleInsights(badAssessment).actions.map(({ title }) => title)).toEqual(
    badAssessment.findings.slice(0, 3).map(({ title }) => title),
  );
});

test('where nothing was measured no insight is made up', () => {
  expect(ruleInsights(unmeasuredAssessment)).toEqual({ insights: [], actions: [], writer: 'rules' });
});

test('a good site is told what is left, and nothing that was not found', () => {
  const { insights, actions } = ruleInsights(goodAssessment);
  expect(actions).toHaveLength(goodAssessment.findings.length);
  expect(
    insights.flatMap(({ findings }) => findings).every((id) => goodAssessment.findings.some((one) => one.id === id)),
  ).toBe(true);
});

const cited = badAssessment.findings[0];
const words = (text: string) => ({
  title: 'What this means',
  text,
  urgency: 'It should not wait any longer.',
  findings: [cited?.id ?? ''],
});

test('a model’s insight stands only when it cites findings that there are and says none but their numbers', () => {
  const fine = words('Nobody can find the page by searching, and that costs customers each day.');
  expect(isGrounded(fine, badAssessment.findings)).toBe(true);
  expect(isGrounded({ ...fine, text: `${fine.text} You lose 12,345 visitors.` }, badAssessment.findings)).toBe(false);
  expect(isGrounded({ ...fine, findings: ['seo.made-up'] }, badAssessment.findings)).toBe(false);
});

test('each insight of a model that is not grounded is replaced by the rules’ own', async () => {
  const good = words('Nobody can find the page by searching, and that costs customers each day.');
  const bad = words('You lose 99,999 customers to this every single year, believe us.');
  const { insights } = await createWriteInsights({ model: model({ insights: [good, bad, good] }) })(badAssessment);
  expect(insights.writer).toBe('a-model');
  expect(insights.insights[0]).toEqual(good);
  expect(insights.insights[1]).toEqual(ruleInsights(badAssessment).insights[1]);
});

test('a model that fails leaves the rules’ insights', async () => {
  const failing: Pick<Model, 'generate' | 'name'> = {
    name: 'a-model',
    generate: () => Promise.resolve({ ok: false, failure: { reason: 'timeout', detail: 'late' }, usage: [] }),
  };
  expect((await createWriteInsights({ model: failing })(badAssessment)).insights).toEqual(ruleInsights(badAssessment));
});
