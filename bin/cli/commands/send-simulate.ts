import { SendWindow } from '../../../functions/campaigns/sending-settings.ts';
import {
  type Simulation,
  type SimulationInput,
  simulateSending,
} from '../../../functions/sending/pace/simulate-sending.ts';
import { defineCommand, type Output, positiveInteger } from '../command.ts';
import { UsageError } from '../usage-error.ts';

/** Countries of recipients when none are given, company by company. */
const COUNTRIES = 'US,GB,FR,NL,AU';
const BAR = 50;
/** Days that are drawn; a longer run is cut in the drawing, not in the figures. */
const MOST_DRAWN = 70;

/** A number with a name, or undefined when it is not given. @throws UsageError */
const numberOf = (
  name: string,
  value: string | undefined,
  isGood: (n: number) => boolean,
  what: string,
): number | undefined => {
  if (value === undefined) return undefined;
  const n = Number(value);
  if (value.trim() === '' || !isGood(n)) throw new UsageError(`--${name} takes ${what}, not "${value}".`);
  return n;
};

const share = (name: string, value: string | undefined): number | undefined =>
  numberOf(name, value, (n) => n >= 0 && n < 1, 'a share between 0 and 1');

/** Days as bars, follow-ups darker; the scale is the fullest day. */
const draw = ({ days }: Simulation): string => {
  const most = Math.max(1, ...days.map(({ sent }) => sent));
  const lines = days.slice(0, MOST_DRAWN).map(({ date, sent, followUps, cap }) => {
    const width = (n: number) => Math.round((n / most) * BAR);
    const bar = '█'.repeat(width(followUps)) + '░'.repeat(width(sent) - width(followUps));
    const of = cap === null ? '' : ` of ${String(cap)}`;
    return `${date}  ${bar.padEnd(BAR)} ${String(sent).padStart(6)}${of}`;
  });
  const more = days.length - lines.length;
  return [...lines, ...(more > 0 ? [`… and ${String(more)} more days`] : [])].join('\n');
};

const report = (simulation: Simulation, { messages, waitDays }: SimulationInput): string => {
  const { days, sent, breaches, wasted, rescheduled } = simulation;
  const passed = Object.entries(breaches).filter(([, count]) => count > 0);
  return [
    draw(simulation),
    '',
    `${String(sent)} of ${String(messages * (waitDays.length + 1))} mails in ${days.length === 1 ? 'a day' : `${String(days.length)} days`}${waitDays.length > 0 ? ' (█ follow-ups, ░ first mails)' : ''}`,
    passed.length === 0
      ? 'limits passed: none (gap, rate, mailbox a day, domain a day, window, weekend)'
      : `limits passed: ${passed.map(([limit, count]) => `${limit} ${String(count)}`).join(', ')}`,
    `capacity wasted while mails waited: ${(wasted * 100).toFixed(2)} %`,
    `late mails that got a new time: ${String(rescheduled)}`,
  ].join('\n');
};

const run = ({ print, json }: Output, input: SimulationInput): number => {
  const simulation = simulateSending(input);
  if (json)
    print(JSON.stringify({ input: { ...input, startAt: new Date(input.startAt).toISOString() }, ...simulation }));
  else print(report(simulation, input));
  return Object.values(simulation.breaches).every((count) => count === 0) ? 0 : 1;
};

/** When a simulation starts that is not told when: the same day for everybody, so that two people see the same. */
const USUAL_START = '2026-11-23T08:00:00.000Z';

const timeOf = (value: string): number => {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new UsageError(`--start takes a time such as ${USUAL_START}, not "${value}".`);
  return at;
};

const windowOf = (value: string, weekends: boolean): SendWindow => {
  const [from, to] = value.split('-');
  const parsed = SendWindow.safeParse({ from, to, weekends });
  if (!parsed.success) throw new UsageError(`--window takes two times such as 09:00-17:00, not "${value}".`);
  return parsed.data;
};

export const sendSimulateCommand = defineCommand({
  name: 'send simulate',
  usage: `  throughline send simulate [--messages N] [--mailboxes N] [--cap N] [--gap SECONDS] [--no-ramp]
                  [--rate N] [--domain-cap N] [--per-domain N] [--countries US,GB,…] [--window 09:00-17:00]
                  [--weekends] [--wait DAYS]… [--busy SHARE] [--interrupted SHARE] [--start TIME] [--seed N] [--json]
      Send mails in virtual time by the rules of live mode; draws days × sent and says whether a limit was passed.
      --mailboxes 0 sends through the deployment's own channel at --rate a second; each --wait adds a follow-up.`,
  options: {
    messages: { type: 'string', default: '20000' },
    mailboxes: { type: 'string', default: '20' },
    cap: { type: 'string', default: '30' },
    gap: { type: 'string', default: '90' },
    'no-ramp': { type: 'boolean', default: false },
    rate: { type: 'string', default: '14' },
    'domain-cap': { type: 'string', default: '20' },
    'per-domain': { type: 'string', default: '2' },
    countries: { type: 'string', default: COUNTRIES },
    window: { type: 'string', default: '09:00-17:00' },
    weekends: { type: 'boolean', default: false },
    wait: { type: 'string', multiple: true, default: [] },
    busy: { type: 'string', default: '0.02' },
    interrupted: { type: 'string', default: '0.005' },
    start: { type: 'string', default: USUAL_START },
    seed: { type: 'string', default: '1' },
  },
  prepare: (values) => {
    const countries = values.countries.split(',').map((code) => code.trim().toUpperCase());
    const wrong = countries.find((code) => !/^[A-Z]{2}$/.test(code));
    if (wrong !== undefined) throw new UsageError(`--countries takes ISO codes such as US,GB, not "${wrong}".`);
    const mailboxes = numberOf(
      'mailboxes',
      values.mailboxes,
      (n) => Number.isInteger(n) && n >= 0,
      'a whole number, 0 for none',
    );
    const input: SimulationInput = {
      messages: positiveInteger('messages', values.messages) ?? 0,
      mailboxes: mailboxes ?? 0,
      dailyCap: positiveInteger('cap', values.cap) ?? 0,
      gapSeconds: positiveInteger('gap', values.gap) ?? 0,
      ramp: values['no-ramp'] ? null : { start: 5, perDay: 2 },
      ratePerSecond: numberOf('rate', values.rate, (n) => n > 0, 'mails a second above 0') ?? 1,
      window: windowOf(values.window, values.weekends),
      domainDailyCap: positiveInteger('domain-cap', values['domain-cap']) ?? 0,
      perDomain: positiveInteger('per-domain', values['per-domain']) ?? 0,
      countries,
      waitDays: values.wait.map((days) => positiveInteger('wait', days) ?? 0),
      busy: share('busy', values.busy) ?? 0,
      interrupted: share('interrupted', values.interrupted) ?? 0,
      startAt: timeOf(values.start),
      seed: positiveInteger('seed', values.seed) ?? 1,
    };
    return { needs: 'nothing', run: (output) => Promise.resolve(run(output, input)) };
  },
});
