import { evaluateFolds, evaluateOn } from '../../../../functions/scoring/qualification/evaluate.ts';
import { fitModel } from '../../../../functions/scoring/qualification/fit-model.ts';
import { historyFromCsv } from '../../../../functions/scoring/qualification/history-from-csv.ts';
import { measuresOf, probabilitiesOf } from '../../../../functions/scoring/qualification/judge-model.ts';
import { aucOf } from '../../../../functions/scoring/qualification/measures.ts';
import { MODEL_KINDS, QualificationModel } from '../../../../functions/scoring/qualification/model.ts';
import { createLeadScorer } from '../../../../functions/scoring/qualification/score-lead.ts';
import { trainModel } from '../../../../functions/scoring/qualification/train-model.ts';
import { csvOf, historyOf, inventedLeads } from './synthetic-history.ts';

const NOW = '2026-11-21T09:00:00.000Z';
const past = inventedLeads(900, 11);
const later = inventedLeads(1_500, 12);
const history = historyOf(past);
const unseen = historyOf(later);

describe.each(MODEL_KINDS)('%s', (kind) => {
  const fitted = fitModel(kind, history);
  const scorer = createLeadScorer(fitted);

  test('tells leads apart almost as well as the rule that made them', () => {
    const best = aucOf(
      unseen.outcomes,
      Float64Array.from(later, ({ probability }) => probability),
    );
    const { auc, ece } = measuresOf(unseen.outcomes, probabilitiesOf(scorer, unseen));
    expect(best - auc).toBeLessThan(0.04);
    expect(ece).toBeLessThan(0.05);
  });

  test('is the same model for the same leads, to the last digit', () => {
    expect(JSON.stringify(fitModel(kind, history))).toBe(JSON.stringify(fitted));
  });

  test('survives being stored', () => {
    const trained = trainModel(kind, historyOf(past.slice(0, 300)), { now: NOW });
    if (!trained.ok) throw new Error(trained.problem);
    const stored = QualificationModel.parse(JSON.parse(JSON.stringify(trained.model)));
    expect(stored).toEqual(trained.model);
    const [before, again] = [createLeadScorer(trained.model), createLeadScorer(stored)];
    for (const { facts } of later.slice(0, 50)) expect(again.probability(facts)).toBe(before.probability(facts));
  });

  test('answers for leads that say nothing, or what was never seen', () => {
    for (const facts of [{}, { Industry: 'Space mining', Headcount: '1e12', Visits: 'many' }, { Visits: null }]) {
      const probability = scorer.probability(facts);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
    }
  });

  test('explains a lead by the columns that moved it, against the average lead', () => {
    const facts = { Industry: 'Software', Headcount: '200', Visits: '11', Notes: 'Yes' };
    const effects = scorer.explain(facts, 4);
    expect(
      effects
        .map(({ column }) => column)
        .slice(0, 3)
        .toSorted(),
    ).toEqual(['Headcount', 'Industry', 'Visits']);
    expect(effects.slice(0, 3).every(({ effect }) => effect > 0)).toBe(true);
    expect(Math.abs(effects[3]?.effect ?? 1)).toBeLessThan(0.3);
    expect(fitted.importance.at(-1)?.column).toBe('Notes');
  });
});

test('what single columns add up to is the log-odds themselves', () => {
  const fitted = fitModel('gbdt', historyOf(past.slice(0, 300)));
  const scorer = createLeadScorer(fitted);
  const logOdds = (probability: number) => Math.log(probability / (1 - probability));
  const of = (at: number) => {
    const facts = later[at]?.facts ?? {};
    const sum = scorer.explain(facts, 99).reduce((total, { effect }) => total + effect, 0);
    return logOdds(scorer.probability(facts)) - sum;
  };
  expect(of(0)).toBeCloseTo(of(1), 3);
  expect(of(0)).toBeCloseTo(of(2), 3);
});

test('trees find what a sum of effects cannot say', () => {
  const [logistic, gbdt] = MODEL_KINDS.map((kind) => {
    const scorer = createLeadScorer(fitModel(kind, history));
    const visits = (industry: string, n: number) =>
      scorer.probability({ Industry: industry, Headcount: '2000', Visits: String(n), Notes: 'Yes' });
    const logOdds = (p: number) => Math.log(p / (1 - p));
    const gain = (industry: string) => logOdds(visits(industry, 11)) - logOdds(visits(industry, 0));
    return gain('Retail') - gain('Logistics');
  });
  expect(logistic).toBeCloseTo(0, 6);
  expect(gbdt).toBeGreaterThan(0.3);
});

test('with times, the newest fifth is judged; without, each fifth in turn', () => {
  const read = historyFromCsv(csvOf(past), {});
  if (!read.ok) throw new Error(read.problem);
  const byTime = trainModel('logistic', read.history, { now: NOW });
  const byFolds = trainModel('logistic', history, { now: NOW });
  if (!byTime.ok || !byFolds.ok) throw new Error('both can be trained');
  expect([byTime.model.metrics.judgedOn, byTime.model.metrics.leads]).toEqual(['newest', 180]);
  expect([byFolds.model.metrics.judgedOn, byFolds.model.metrics.leads]).toEqual(['folds', 900]);
  expect(byTime.model.version).toMatch(/^qm_[0-9a-f]{16}$/);
  expect(byTime.model.version).not.toBe(byFolds.model.version);
});

test('too few leads, or too few that converted, are refused by saying how many it takes', () => {
  const few = trainModel('logistic', historyOf(past.slice(0, 199)), { now: NOW });
  expect(few).toMatchObject({ ok: false, reason: 'below_floor' });
  const cold = past.map((lead, at) => ({ ...lead, converted: at < 29 }));
  expect(trainModel('logistic', historyOf(cold), { now: NOW })).toEqual({
    ok: false,
    reason: 'below_floor',
    problem:
      'There are 900 leads with an outcome, 29 of them converted; a model needs at least 200 leads, 30 converted and 30 not. Until then leads are ranked by ICP fit alone.',
  });
});

test('a history without a column to learn from is refused', () => {
  const trained = trainModel('logistic', historyOf(past, ['Region', 'Lead ID']), { now: NOW });
  expect(trained).toMatchObject({ ok: false, reason: 'no_features' });
});

test('results too good to be true are refused by naming the columns to look at', () => {
  // Neither half of the answer gives it away alone; both together do.
  const split = past.slice(0, 300).map((lead, at) => {
    const coin = (at * 7) % 2 === 0;
    return { ...lead, facts: { ...lead.facts, Left: coin ? 'a' : 'b', Right: coin === lead.converted ? 'a' : 'b' } };
  });
  const trained = trainModel('gbdt', historyOf(split, ['Left', 'Right', 'Visits']), { now: NOW });
  expect(trained).toMatchObject({ ok: false, reason: 'leakage' });
  expect(trained.ok ? '' : trained.problem).toMatch(/Look at .*(Left|Right)/);
});

test('both kinds are evaluated on other leads and on folds, with the time they took', () => {
  let now = 0;
  const stopwatch = () => (now += 1_000);
  const onOthers = evaluateOn(history, unseen, {}, stopwatch);
  const onFolds = evaluateFolds(historyOf(past.slice(0, 400)), 3, {}, stopwatch);
  if (!onOthers.ok || !onFolds.ok) throw new Error('both can be evaluated');
  expect(onOthers.models.map(({ model, trainSeconds }) => [model, trainSeconds])).toEqual([
    ['logistic', 1],
    ['gbdt', 1],
  ]);
  for (const { auc, logLoss, ece } of [...onOthers.models, ...onFolds.models]) {
    expect(auc).toBeGreaterThan(0.7);
    expect(logLoss).toBeLessThan(0.69);
    expect(ece).toBeLessThan(0.12);
  }
  expect(onFolds.models[0]?.folds).toHaveLength(3);
});
