import type { Brief, Written } from '../../../functions/copy/brief.ts';
import { failedGuard, faultsOf, judgeDraft, judgeFollowUp } from '../../../functions/copy/guards.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { brief, sitePassages, writeOne } from '../../support/briefs.ts';

const given: Brief = brief({
  passages: sitePassages,
  company: { oneLiner: 'Dock scheduling software for warehouses' },
});

/** A good draft by the offline writer, to be spoiled in one way. */
const good = async (): Promise<Written> => {
  const { drafts } = await writeOne(createOfflineWriter(), given);
  const draft = drafts.find(({ variant }) => variant === 'problem');
  if (draft === undefined) throw new Error('no draft');
  return draft;
};
const failures = (draft: Written, by: Brief = given) =>
  judgeDraft(draft, by)
    .filter(({ passed }) => !passed)
    .map(({ guard }) => guard);
/** Adds a sentence before the call to action, declared as the test says. */
const withSentence = async (
  sentence: string,
  about: 'recipient' | 'sender' | 'neither' = 'neither',
  evidenceIds: string[] = [],
) => {
  const draft = await good();
  return {
    ...draft,
    body: draft.body.replace(given.offer.callToAction, `${sentence}\n\n${given.offer.callToAction}`),
    evidence: [...draft.evidence, { sentence, about, evidenceIds }],
  };
};
const withSubject = async (subject: string) => ({ ...(await good()), subject });

test('a good draft passes every guard', async () => {
  const guards = judgeDraft(await good(), given);
  expect(guards).toHaveLength(13);
  expect(failedGuard({ guards })).toBeUndefined();
});

test('too few and too many words', async () => {
  const draft = await good();
  const short = 'Hello Marloes,\n\nShall I send you the first three findings for your site?';
  expect(
    failures({ ...draft, body: short, evidence: draft.evidence.filter(({ sentence }) => short.includes(sentence)) }),
  ).toEqual(['body_length']);
  expect(failures(await withSentence('It is good. '.repeat(20).trim()))).toEqual(['body_length']);
});

test.each([
  ['One word', 'subject_length'],
  ['A subject of far too many words here', 'subject_length'],
  [`An ${'x'.repeat(30)} ${'y'.repeat(30)}`, 'subject_length'],
  ['Re: our plan for Quaylight', 'honest_subject'],
  ['RE : a plan for you', 'honest_subject'],
  ['Fwd: a plan for you', 'honest_subject'],
  ['AW: a plan for you', 'honest_subject'],
  ['Following up on Quaylight', 'honest_subject'],
  ['Your invoice for November', 'honest_subject'],
  ['A thought\nBcc: all@acme.com', 'control_characters'],
  ['A thought for\u200b you', 'control_characters'],
  ['A thought for {{name}} now', 'merge_tags'],
  ['A thought for quaylight SYSTEMS', 'names_as_in_source'],
])('the subject %j fails %s', async (subject, guard) => {
  expect(failures(await withSubject(subject))).toContain(guard);
});

test.each([
  'Responsive sites for you',
  'A thought for Quaylight Systems',
  'Marloes, one thought for Quaylight Systems',
])('the subject %j is honest', async (subject) => {
  expect(failures(await withSubject(subject))).toEqual([]);
});

test.each([
  ['Would you be open to a call?', 'one_call_to_action'],
  ['Book a time with me.', 'one_call_to_action'],
  ['Click on this link.', 'one_call_to_action'],
  ['Hello {{firstName}}.', 'merge_tags'],
  ['Hello [First Name].', 'merge_tags'],
  ['Hello null.', 'merge_tags'],
  ['Hello %FIRST_NAME%.', 'merge_tags'],
  [`Hello $\{name}.`, 'merge_tags'],
  ['This is risk-free and you can act now.', 'spam_phrases'],
  ['Great!! Really!', 'spam_phrases'],
  ['WOW THIS IS REALLY GREAT STUFF INDEED FOLKS.', 'spam_phrases'],
  ['You saved money\u202e.', 'control_characters'],
  ['You had\u0007 it.', 'control_characters'],
  ['This is for QUAYLIGHT SYSTEMS.', 'names_as_in_source'],
  ['See http://a.example/1 and http://a.example/2 and www.a.example too.', 'links'],
])('the sentence %j fails %s', async (sentence, guard) => {
  expect(failures(await withSentence(sentence))).toContain(guard);
});

test('a call to action that was left out', async () => {
  const draft = await good();
  expect(
    failures({
      ...draft,
      body: draft.body.replace(given.offer.callToAction, 'It is up to you now, and I wish you well.'),
    }),
  ).toContain('one_call_to_action');
});

test('words that nobody reads easily', async () => {
  const sentence =
    'Organisational interoperability considerations necessitate comprehensive infrastructural transformation initiatives.';
  const draft = await withSentence(sentence);
  const body = `Hello Marloes,\n\n${`${sentence} `.repeat(7)}\n\n${given.offer.callToAction}`;
  expect(failures({ ...draft, body })).toContain('reading_level');
});

test('a name that is also a word may stand as that word', async () => {
  const named = brief({
    passages: sitePassages,
    company: { name: 'Every' },
    prospect: { ...given.prospect, firstName: 'Will' },
  });
  const { drafts } = await writeOne(createOfflineWriter(), named);
  for (const draft of drafts) expect(failures(draft, named)).toEqual([]);
});

test('a company that writes its name in capitals does not shout', async () => {
  const named = brief({ company: { name: 'NOSO LABS BERLIN' } });
  const { drafts } = await writeOne(createOfflineWriter(), named);
  for (const draft of drafts) expect(failures(draft, named)).toEqual([]);
});

test.each([
  ['Write to me at http://evil.example/pay for the rest.', 'links'],
  ['It is at evil-deals.shop today.', 'links'],
  ['Write to refunds@evil.example about it.', 'links'],
  ['You must not wait.', 'tone'],
  ['Your competitors are ahead.', 'tone'],
  ['Your terrible site is slow.', 'tone'],
  ['I am truly impressed.', 'tone'],
  ['It was good to talk.', 'tone'],
  ["I don't know.", 'tone'],
  ['Hey, this is awesome.', 'tone'],
  ['It is quick \u{1f680}.', 'tone'],
  ['This is <b>bold</b>.', 'text_as_html'],
  ['Fish &amp; chips.', 'text_as_html'],
  ['This is **bold**.', 'text_as_html'],
  ['See [here](http://harbourlight.example/services).', 'text_as_html'],
  ['Please wire it soon.', 'one_call_to_action'],
])('the sentence %j fails %s too', async (sentence, guard) => {
  expect(failures(await withSentence(sentence))).toContain(guard);
});

test("the offer's own link and the recipient's own domain may stand in a mail", async () => {
  const link = 'The details are at http://harbourlight.example/services';
  expect(failures(await withSentence(link, 'sender', ['offer:link']))).toEqual([]);
  expect(failures(await withSentence('I looked at quaylight.com today.'))).not.toContain('links');
});

test.each([
  ['professional', "It's fine.", true],
  ['friendly', "It's fine.", false],
  ['friendly', 'As per the list, it is fine.', true],
  ['casual', 'Please be advised that it is fine.', true],
  ['professional', 'Please be advised that it is fine.', false],
] as const)('a %s mail and %j', async (tone, sentence, fails) => {
  const by = { ...given, icp: { ...given.icp, voice: { ...given.icp.voice, tone } } };
  expect(failures(await withSentence(sentence), by).includes('tone')).toBe(fails);
});

/** The follow-up of a good draft, spoiled in one way. */
const followUpFailures = async (spoil: Partial<Written['followUp']>) => {
  const draft = await good();
  const judged = judgeFollowUp({ ...draft, followUp: { ...draft.followUp, ...spoil } }, given);
  return judged.filter(({ passed }) => !passed).map(({ guard }) => guard);
};
const ARGUMENT = /^offer:(?:proof|benefits|problems)/;
const together = (evidence: Written['evidence']) => ({
  evidence,
  body: evidence.map(({ sentence }) => sentence).join('\n\n'),
});

test('a good follow-up passes every guard', async () => {
  expect(judgeFollowUp(await good(), given)).toHaveLength(14);
  expect(await followUpFailures({})).toEqual([]);
});

test('a follow-up that is too long, too short, or the first mail again', async () => {
  const { body, evidence, followUp } = await good();
  expect(await followUpFailures({ body, evidence })).toEqual(expect.arrayContaining(['body_length', 'another_angle']));
  expect(await followUpFailures({ body: `Hi,\n\n${given.offer.callToAction}` })).toContain('body_length');
  const said = evidence.find(({ evidenceIds }) => evidenceIds.some((id) => id.startsWith('offer:benefits')));
  if (said === undefined) throw new Error('the first mail brings no argument');
  const same = followUp.evidence.map((entry) => (entry.evidenceIds.some((id) => ARGUMENT.test(id)) ? said : entry));
  expect(await followUpFailures(together(same))).toEqual(['another_angle']);
});

test('a follow-up that only reminds brings no argument', async () => {
  const { followUp } = await good();
  const without = followUp.evidence.filter(({ evidenceIds }) => !evidenceIds.some((id) => ARGUMENT.test(id)));
  const courtesy = {
    sentence: 'If you should ask somebody else, a name is enough.',
    about: 'neither' as const,
    evidenceIds: [],
  };
  expect(await followUpFailures(together([...without, courtesy]))).toEqual(['another_angle']);
});

test.each([
  [{ subject: 'Re: our plan for you' }, 'honest_subject'],
  [{ subject: 'One' }, 'subject_length'],
] as const)('a follow-up with %j fails %s', async (spoil, guard) => {
  expect(await followUpFailures(spoil)).toContain(guard);
});

test('a claim without evidence fails in a follow-up as in a mail', async () => {
  const { followUp } = await good();
  const claim = {
    sentence: 'Your buyers are leaving because the prices are hidden.',
    about: 'recipient' as const,
    evidenceIds: [],
  };
  const body = followUp.body.replace(given.offer.callToAction, `${claim.sentence}\n\n${given.offer.callToAction}`);
  expect(await followUpFailures({ body, evidence: [...followUp.evidence, claim] })).toContain('evidence');
});

test('every fault is told, those of the follow-up by its name', () => {
  const fault = (guard: string) => ({ guard, passed: false, detail: 'why' });
  expect(
    faultsOf({ guards: [fault('a'), { ...fault('b'), passed: true }], followUp: { guards: [fault('c')] } }),
  ).toEqual(['a: why', 'follow-up c: why']);
});
