import type { SentenceEvidence } from '../../../functions/copy/contract.ts';
import { ungrounded } from '../../../functions/copy/grounding.ts';
import { brief, sitePassages } from '../../support/briefs.ts';

const given = brief({
  passages: sitePassages,
  company: {
    oneLiner: 'Dock scheduling software for warehouses',
    headcount: 64,
    hiring: true,
    locations: ['Rotterdam, South Holland, Netherlands'],
  },
});
const judge = (sentence: string, about: SentenceEvidence['about'], ...evidenceIds: string[]) =>
  ungrounded(given, sentence, [{ sentence, about, evidenceIds }]);

test.each([
  ['Your home page opens with "Every truck at the right door, at the right minute."', ['p00000001']],
  ['On your site I read: "Drivers book, planners steer, and the yard stays quiet."', ['p00000002']],
  ['On your site I read: “Drivers book, planners steer, and the yard stays quiet.”', ['p00000002']],
  ['You replaced the whiteboard and the phone in the dock office.', ['p00000002']],
  ['Your drivers book their slot themselves.', ['p00000002']],
  ['You plan 212 dock doors each morning.', ['p00000003']],
  ['Quaylight Systems has around 64 people.', ['company:headcount']],
  ['I also saw that you are hiring.', ['company:hiring']],
  ['As Chief Executive Officer, you may be the person to ask.', ['contact:title']],
  ['Quaylight Systems came up when I looked for companies in Rotterdam.', ['company:locations']],
  ['Hello Marloes,', ['contact:firstName']],
])('%s rests on %j', (sentence, ids) => {
  expect(judge(sentence, 'recipient', ...ids)).toEqual([]);
});

test.each([
  ['without any evidence', 'You have a yard.', []],
  ['evidence that does not exist', 'You have a yard.', ['p99999999']],
  ['a quotation that nobody said', 'Your site says: "The yard is never quiet."', ['p00000002']],
  [
    'a quotation of another passage',
    'Your site says: "Every truck at the right door, at the right minute."',
    ['p00000005'],
  ],
  ['a wrong figure', 'You plan 221 dock doors each morning.', ['p00000003']],
  ['a figure of another passage', 'Everyone is told within 5 seconds.', ['p00000002']],
  ['a place that is not named', 'You have an office in Hamburg with a dock.', ['p00000002']],
  ['an invented state of affairs', 'Your customers complain because invoices arrive too late.', ['p00000002']],
  ['evidence of the offer for the recipient', 'Your warehouse loses money every night.', ['offer:problems.0']],
])('refuses %s', (_what, sentence, ids) => {
  expect(judge(sentence, 'recipient', ...ids)).toHaveLength(1);
});

test('the sender claims what the offer says, figures included, and nothing else', () => {
  expect(
    judge(
      'We have reviewed 1,260 sites since 2017, most of them for software and IT companies.',
      'sender',
      'offer:proof.1',
    ),
  ).toEqual([]);
  expect(judge('We have reviewed 12,600 sites since 2017.', 'sender', 'offer:proof.1')).toHaveLength(1);
  expect(judge('We won a prize.', 'sender')).toHaveLength(1);
  expect(judge('We won a prize.', 'sender', 'p00000001')).toHaveLength(1);
});

test('a sentence that claims to claim nothing holds no figure, quotation or foreign name', () => {
  expect(judge('Does that sound familiar at Quaylight Systems?', 'neither')).toEqual([]);
  expect(judge('Best regards,\nAna Reboredo', 'neither')).toEqual([]);
  expect(judge('You lose 30% of your leads.', 'neither')).toHaveLength(1);
  expect(judge('People say "it is slow".', 'neither')).toHaveLength(1);
  expect(judge('Your friends at Maersk agree.', 'neither')).toHaveLength(1);
});

test('nothing may be said beside the evidence', () => {
  const sentence = 'Hello Marloes,';
  const entry = { sentence, about: 'recipient' as const, evidenceIds: ['contact:firstName'] };
  expect(ungrounded(given, sentence, [entry])).toEqual([]);
  expect(ungrounded(given, `${sentence}\n\nYou are losing money.`, [entry])).toEqual([
    expect.stringContaining('you are losing money'),
  ]);
});
