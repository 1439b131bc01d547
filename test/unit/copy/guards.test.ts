import type { Brief, Written } from '../../../functions/copy/brief.ts';
import { failedGuard, judgeDraft } from '../../../functions/copy/guards.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { brief, sitePassages } from '../../support/briefs.ts';

const given: Brief = brief({
  passages: sitePassages,
  company: { oneLiner: 'Dock scheduling software for warehouses' },
});

/** A good draft by the offline writer, to be spoiled in one way. */
const good = async (): Promise<Written> => {
  const { drafts } = await createOfflineWriter()(given);
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
  expect(guards).toHaveLength(11);
  expect(failedGuard(guards)).toBeUndefined();
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
  const { drafts } = await createOfflineWriter()(named);
  for (const draft of drafts) expect(failures(draft, named)).toEqual([]);
});

test('a company that writes its name in capitals does not shout', async () => {
  const named = brief({ company: { name: 'NOSO LABS BERLIN' } });
  const { drafts } = await createOfflineWriter()(named);
  for (const draft of drafts) expect(failures(draft, named)).toEqual([]);
});
