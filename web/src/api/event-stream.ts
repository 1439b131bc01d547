export type ServerEvent = Readonly<{ event: string; data: string }>;

/**
 * Cuts server-sent events out of text that comes in pieces (HTML standard, "Interpreting an event stream"): give it each piece as it comes,
 * it gives the events that piece completed. Comments and fields we do not use are passed over.
 */
export const createEventReader = (): ((piece: string) => ServerEvent[]) => {
  let rest = '';
  return (piece) => {
    const blocks = `${rest}${piece}`.replace(/\r\n?/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    return blocks.flatMap((block) => {
      let event = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const at = line.indexOf(':');
        if (at <= 0) continue;
        const value = line.slice(at + 1).replace(/^ /, '');
        if (line.slice(0, at) === 'event') event = value;
        if (line.slice(0, at) === 'data') data.push(value);
      }
      return data.length === 0 ? [] : [{ event, data: data.join('\n') }];
    });
  };
};
