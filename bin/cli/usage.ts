/** A mistake of the caller: printed as it is, without a stack, exit code 2. */
export class UsageError extends Error {}

export const USAGE = `throughline: from who should we talk to, to which message made this sale

  throughline run --companies FILE --icp FILE [--contacts FILE] [--offer FILE]
                  [--limit N] [--approve auto|review] [--no-websites] [--json]
      Import the files, start a campaign and follow its run to the end.
  throughline import --companies FILE | --contacts FILE [--map FIELD=COLUMN …] [--json]
      Read a CSV or JSONL file into the workspace; rows that cannot be used are listed in a file.
  throughline status [RUN] [--json]
      The newest runs, or one run's funnel.
  throughline approve RUN [--json]
      Approve every message of a run that waits for a reviewer, and follow it to the end.
  throughline export RUN --format csv|json [--what messages|leads] [--out FILE]
      A run's messages or its campaign's leads.

Where: THROUGHLINE_URL and THROUGHLINE_API_KEY name a running system. Without them the command uses the local
system of this folder (.throughline/), and brings it up for its own duration when it does not run.
`;
