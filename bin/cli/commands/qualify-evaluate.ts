import { type Evaluation, evaluateFolds, evaluateOn } from '../../../functions/scoring/qualification/evaluate.ts';
import { defineCommand, needed, type Output, positiveInteger } from '../command.ts';
import { columnNames, readHistory } from '../read-history.ts';
import { UsageError } from '../usage-error.ts';

type EvaluateOptions = Readonly<{
  files: Readonly<{ train: string; test: string } | { data: string; folds: number }>;
  target?: string | undefined;
  drop: readonly string[];
  keep: readonly string[];
}>;

const stopwatch = () => performance.now();

const evaluation = async ({ files, target, drop, keep }: EvaluateOptions): Promise<Evaluation> => {
  const options = { drop, keep };
  if ('data' in files) {
    const { history } = await readHistory(files.data, { target, drop, keep });
    return evaluateFolds(history, files.folds, options, stopwatch);
  }
  const train = await readHistory(files.train, { target, drop, keep });
  const test = await readHistory(files.test, { target });
  return evaluateOn(train.history, test.history, options, stopwatch);
};

const evaluate = async ({ print, json, terminal }: Output, options: EvaluateOptions): Promise<number> => {
  const result = await evaluation(options);
  if (!result.ok) {
    if (json) print(JSON.stringify(result));
    terminal.line(result.problem);
    return 1;
  }
  const { models, leftOut, absent } = result;
  if (json) print(JSON.stringify({ models, leftOut, absent }));
  else {
    for (const { model, auc, logLoss, ece, trainSeconds, scoreMicroseconds } of models)
      print(
        `${model.padEnd(9)} AUC ${auc.toFixed(4)}  log loss ${logLoss.toFixed(4)}  calibration error ${ece.toFixed(4)} (10 bins)  ` +
          `trained in ${trainSeconds.toFixed(1)} s  ${scoreMicroseconds.toFixed(1)} µs a lead`,
      );
    for (const { column, detail } of leftOut) print(`Left out: ${column}: ${detail}`);
  }
  if (absent.length > 0)
    terminal.line(`The test file lacks ${absent.join(', ')}: the models learned from it, and take it as not stated.`);
  return 0;
};

export const qualifyEvaluateCommand = defineCommand({
  name: 'qualify evaluate',
  usage: `  throughline qualify evaluate --train FILE --test FILE | --data FILE [--folds N]
                               [--target COLUMN] [--drop A,B] [--keep A,B] [--json]
      How well both models tell the leads of one file from what they learned of another, or of each fold.`,
  options: {
    train: { type: 'string' },
    test: { type: 'string' },
    data: { type: 'string' },
    folds: { type: 'string' },
    target: { type: 'string' },
    drop: { type: 'string' },
    keep: { type: 'string' },
  },
  prepare: (values, [unexpected]) => {
    if (unexpected !== undefined)
      throw new UsageError(`"${unexpected}" is not expected here; files go after --train and --test.`);
    const { data, train, test, target } = values;
    if (data !== undefined && (train !== undefined || test !== undefined))
      throw new UsageError('--data is split into folds by itself; give it, or --train and --test.');
    const folds = positiveInteger('folds', values.folds) ?? 5;
    if (folds < 2) throw new UsageError('--folds takes 2 or more: each fold is judged by the others.');
    const files =
      data === undefined ? { train: needed('--train', train), test: needed('--test', test) } : { data, folds };
    const options = { files, target, drop: columnNames(values.drop), keep: columnNames(values.keep) };
    return { needs: 'nothing', run: (output) => evaluate(output, options) };
  },
});
