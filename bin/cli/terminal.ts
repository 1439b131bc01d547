/** Where words for a person go: stderr, so that stdout carries data only. A progress line is redrawn on a terminal and thinned elsewhere. */
export type Terminal = Readonly<{
  line: (text: string) => void;
  progress: (text: string) => void;
  progressDone: () => void;
}>;

const QUIET_LINES_EVERY_MS = 5_000;

export const createTerminal = (stream: NodeJS.WriteStream, now: () => number = Date.now): Terminal => {
  let drawn = false;
  let lastLine = 0;
  const clear = () => {
    if (drawn && stream.isTTY) stream.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    progress: (text) => {
      if (stream.isTTY) {
        clear();
        stream.write(text.slice(0, Math.max(20, stream.columns - 1)));
        drawn = true;
      } else if (now() - lastLine >= QUIET_LINES_EVERY_MS) {
        lastLine = now();
        stream.write(`${text}\n`);
      }
    },
    progressDone: clear,
  };
};
