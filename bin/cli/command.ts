import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { ApiClient } from './api-client.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; allowPositionals: true; args: string[] }>
>['values'];

/** Where a command says what it does: progress on the terminal, results on standard output, as text or as JSON. */
export type Output = Readonly<{ terminal: Terminal; print: (text: string) => void; json: boolean }>;
export type Context = Output & Readonly<{ api: ApiClient }>;

/** What a command does once its arguments are checked; gives the exit code. */
export type Task =
  | Readonly<{ needs: 'system'; run: (context: Context) => Promise<number> }>
  | Readonly<{ needs: 'nothing'; run: (output: Output) => Promise<number> }>;

export type Command = Readonly<{
  /** One or two words: `run`, `score explain`. */
  name: string;
  /** Its lines of the usage text. */
  usage: string;
  prepare: (args: readonly string[]) => Task & Readonly<{ json: boolean }>;
}>;

const COMMON = { json: { type: 'boolean', default: false } } as const;

/** A command; `prepare` checks every argument before anything is brought up. @throws UsageError when called with wrong arguments */
export const defineCommand = <const O extends Options>({
  name,
  usage,
  options,
  prepare,
}: Readonly<{
  name: string;
  usage: string;
  options: O;
  prepare: (values: Values<O>, subjects: readonly string[]) => Task;
}>): Command => ({
  name,
  usage,
  prepare: (args) => {
    const read = () => {
      try {
        return parseArgs({ options: { ...options, ...COMMON }, allowPositionals: true, args: [...args] });
      } catch (error) {
        throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
      }
    };
    const { values, positionals } = read();
    return { ...prepare(values, positionals), json: 'json' in values && values.json === true };
  },
});

/** The value of an option that takes one of some words. @throws UsageError */
export const oneOf = <const Choice extends string>(name: string, value: string, choices: readonly Choice[]): Choice => {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`--${name} takes ${choices.join(' or ')}, not "${value}".`);
  return found;
};

/** A value that must be given. @throws UsageError naming it */
export const needed = (name: string, value: string | undefined): string => {
  if (value === undefined) throw new UsageError(`${name} is missing. \`throughline --help\` lists every command.`);
  return value;
};

/** A whole number above 0, or undefined when it is not given. @throws UsageError */
export const positiveInteger = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError(`--${name} takes a whole number above 0, not "${value}".`);
  return Number(value);
};
