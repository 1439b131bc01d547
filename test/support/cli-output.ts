import type { Output } from '../../bin/cli/command.ts';

/** An output that keeps what is printed and says nothing on the terminal. */
export const silentOutput = (json: boolean): Readonly<{ output: Output; printed: readonly string[] }> => {
  const printed: string[] = [];
  const terminal = { line: () => undefined, progress: () => undefined, progressDone: () => undefined };
  return { output: { terminal, print: (text) => void printed.push(text), json }, printed };
};
