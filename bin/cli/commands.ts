import type { Command } from './command.ts';
import { approveCommand } from './commands/approve.ts';
import { assessCommand } from './commands/assess.ts';
import { contactsFindCommand } from './commands/contacts-find.ts';
import { copyCommands } from './commands/copy-website.ts';
import { discoverCommand } from './commands/discover.ts';
import { evalCopyCommand } from './commands/eval-copy.ts';
import { exportCommand } from './commands/export.ts';
import { importCommand } from './commands/import.ts';
import { ledgerVerifyCommand } from './commands/ledger-verify.ts';
import { qualifyEvaluateCommand } from './commands/qualify-evaluate.ts';
import { qualifyTrainCommand } from './commands/qualify-train.ts';
import { queueRedriveCommand } from './commands/queue-redrive.ts';
import { runCommand } from './commands/run.ts';
import { scoreExplainCommand } from './commands/score-explain.ts';
import { sendSimulateCommand } from './commands/send-simulate.ts';
import { statusCommand } from './commands/status.ts';
import { suppressExportCommand, suppressImportCommand } from './commands/suppress.ts';

/** Every command of `throughline`, in the order of the usage text. */
export const COMMANDS: readonly Command[] = [
  runCommand,
  importCommand,
  statusCommand,
  approveCommand,
  exportCommand,
  discoverCommand,
  contactsFindCommand,
  scoreExplainCommand,
  qualifyTrainCommand,
  qualifyEvaluateCommand,
  sendSimulateCommand,
  suppressImportCommand,
  suppressExportCommand,
  ledgerVerifyCommand,
  queueRedriveCommand,
  ...copyCommands,
  evalCopyCommand,
  assessCommand,
];

export const USAGE = `throughline: from who should we talk to, to which message made this sale

${COMMANDS.map(({ usage }) => usage).join('\n')}

Where: THROUGHLINE_URL and THROUGHLINE_API_KEY name a running system. Without them the command uses the local
system of this folder (.throughline/), and brings it up for its own duration when it does not run.
`;

/** The command that the words begin with, and the words after its name; a name of two words goes before one of one. */
export const findCommand = (
  words: readonly string[],
): Readonly<{ command: Command; args: readonly string[] }> | undefined => {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = COMMANDS.find((each) => each.name === name);
    if (command !== undefined) return { command, args: words.slice(length) };
  }
  return undefined;
};
