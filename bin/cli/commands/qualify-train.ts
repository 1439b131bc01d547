import { writeFile } from 'node:fs/promises';
import { instant, systemClock } from '../../../functions/platform/time.ts';
import {
  type Metrics,
  MODEL_KINDS,
  type ModelKind,
  type QualificationModel,
} from '../../../functions/scoring/qualification/model.ts';
import { trainModel } from '../../../functions/scoring/qualification/train-model.ts';
import { defineCommand, needed, type Output, oneOf } from '../command.ts';
import { columnNames, readHistory } from '../read-history.ts';
import { UsageError } from '../usage-error.ts';
import { writableFile } from '../writable-file.ts';

type TrainOptions = Readonly<{
  data: string;
  target: string;
  time?: string | undefined;
  drop: readonly string[];
  keep: readonly string[];
  kind: ModelKind;
  out?: string | undefined;
}>;

const TOLD_COLUMNS = 10;

const judgedOn = ({ judgedOn, leads }: Metrics, time: string | null): string =>
  judgedOn === 'newest'
    ? `the newest ${String(leads)} leads by ${time ?? 'time'}`
    : `${String(leads)} leads in 5 folds`;

const modelLines = (model: QualificationModel, time: string | null): string[] => {
  const { version, kind, leads, converted, metrics, importance, leftOut } = model;
  return [
    `${version} (${kind}): learned from ${String(leads)} leads, ${String(converted)} converted.`,
    `On ${judgedOn(metrics, time)}: AUC ${metrics.auc.toFixed(3)}, log loss ${metrics.logLoss.toFixed(3)}, calibration error ${metrics.ece.toFixed(3)} (10 bins).`,
    '',
    'What matters, in log-odds:',
    ...importance.slice(0, TOLD_COLUMNS).map(({ column, effect }) => `  ${effect.toFixed(3)}  ${column}`),
    '',
    'Predicted and observed:',
    ...metrics.bins.map(
      (bin) =>
        `  from ${bin.from.toFixed(1)}  ${String(bin.leads).padStart(6)} leads  predicted ${bin.predicted.toFixed(3)}  observed ${bin.observed.toFixed(3)}`,
    ),
    ...(leftOut.length === 0
      ? []
      : ['', 'Left out:', ...leftOut.map(({ column, detail }) => `  ${column}: ${detail}`)]),
  ];
};

const train = async ({ print, json, terminal }: Output, options: TrainOptions): Promise<number> => {
  const { data, target, time, drop, keep, kind, out } = options;
  const { history, timeColumn } = await readHistory(data, { target, time, drop, keep });
  const trained = trainModel(kind, history, { drop, keep, now: instant(systemClock()) });
  if (!trained.ok) {
    if (json) print(JSON.stringify(trained));
    terminal.line(trained.problem);
    return 1;
  }
  const { model } = trained;
  if (out !== undefined) await writeFile(out, JSON.stringify(model));
  if (json) {
    const { features: _features, learned: _learned, averageEffects: _effects, ...told } = model;
    print(JSON.stringify({ ...told, timeColumn, out: out ?? null }));
  } else for (const line of modelLines(model, timeColumn)) print(line);
  if (out !== undefined) terminal.line(`Written to ${out}.`);
  return 0;
};

export const qualifyTrainCommand = defineCommand({
  name: 'qualify train',
  usage: `  throughline qualify train --data FILE --target COLUMN [--time COLUMN] [--drop A,B] [--keep A,B]
                            [--model logistic|gbdt] [--out FILE] [--json]
      Learn from a CSV of past leads which ones convert; columns known only after contact are left out.`,
  options: {
    data: { type: 'string' },
    target: { type: 'string' },
    time: { type: 'string' },
    drop: { type: 'string' },
    keep: { type: 'string' },
    model: { type: 'string', default: 'logistic' },
    out: { type: 'string' },
  },
  prepare: (values, [unexpected]) => {
    if (unexpected !== undefined)
      throw new UsageError(`"${unexpected}" is not expected here; the file goes after --data.`);
    const options = {
      data: needed('--data', values.data),
      target: needed('--target', values.target),
      time: values.time,
      drop: columnNames(values.drop),
      keep: columnNames(values.keep),
      kind: oneOf('model', values.model, MODEL_KINDS),
      out: values.out === undefined ? undefined : writableFile('out', values.out),
    };
    return { needs: 'nothing', run: (output) => train(output, options) };
  },
});
