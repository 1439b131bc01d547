import fc from 'fast-check';
import { createEventReader } from '../../../web/src/api/event-stream.ts';

const stream =
  ': keep-alive\n\nid: 1\nevent: run\ndata: {"a":1}\n\nevent: run\ndata: {"a":\ndata: 2}\n\nevent: done\ndata: {}\n\n';
const events = [
  { event: 'run', data: '{"a":1}' },
  { event: 'run', data: '{"a":\n2}' },
  { event: 'done', data: '{}' },
];

test('events are the same however the text is cut into pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 12 }), (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
      const read = createEventReader();
      expect(at.slice(1).flatMap((end, index) => read(stream.slice(at[index], end)))).toEqual(events);
    }),
  );
});

test('an event without an end is kept back until its end comes', () => {
  const read = createEventReader();
  expect(read('event: run\ndata: 1\n')).toEqual([]);
  expect(read('\n')).toEqual([{ event: 'run', data: '1' }]);
});

test('lines may end as on any system', () => {
  expect(createEventReader()('event: run\r\ndata: 1\r\n\r\n')).toEqual([{ event: 'run', data: '1' }]);
});
