import type { Brief, Written } from '../../../functions/copy/brief.ts';
import { failedGuard, judgeDraft, judgeFollowUp } from '../../../functions/copy/guards.ts';
import { createModelWriter, PEOPLE_A_CALL } from '../../../functions/copy/model-writer.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { createWriteDrafts } from '../../../functions/copy/write-drafts.ts';
import { brief, sitePassages } from '../../support/briefs.ts';
import { type AskedMails, fakeMailModel, goodDraft, mailsAnswer } from '../../support/fake-mail-model.ts';

const given = brief({ passages: sitePassages });
const person = (firstName: string, more: Partial<Brief> = {}): Brief => ({
  ...given,
  prospect: { ...given.prospect, firstName },
  seed: firstName,
  ...more,
});
const peopleIn = ({ prompt }: AskedMails): number => (prompt.match(/^- to "person/gm) ?? []).length;
const writerOf = (answerTo: Parameters<typeof fakeMailModel>[0] = (asked) => mailsAnswer(peopleIn(asked))) => {
  const { model, asked } = fakeMailModel(answerTo);
  return { write: createModelWriter({ modelFor: async () => model, fallback: createOfflineWriter() }), asked };
};
const failed = (draft: Written, by: Brief) =>
  failedGuard({ guards: judgeDraft(draft, by), followUp: { guards: judgeFollowUp(draft, by) } });

test('greets, signs and keeps what the model wrote, with its evidence and its follow-up', async () => {
  const { write } = writerOf();
  const [answer] = await write([given]);
  expect(answer).toMatchObject({ costMicroUsd: 6_301, warning: null });
  expect(answer?.drafts.map(({ variant, writer }) => [variant, writer])).toEqual([
    ['problem', 'claude-sonnet-5-5'],
    ['benefit', 'claude-sonnet-5-5'],
    ['question', 'claude-sonnet-5-5'],
  ]);
  for (const draft of answer?.drafts ?? []) {
    expect(draft.body).toMatch(/^Hello Marloes,\n\nYour home page opens with/);
    expect(draft.followUp).toMatchObject({ subject: draft.subject, waitDays: 4 });
    expect(failed(draft, given)).toBeUndefined();
  }
});

test('people of one company share a call, and what it cost to the last micro-dollar', async () => {
  const { write, asked } = writerOf();
  const people = ['Ana', 'Bo', 'Cleo', 'Dan', 'Eva'].map((name) => person(name));
  const answers = await write(people);
  expect(asked.map(peopleIn)).toEqual([PEOPLE_A_CALL, PEOPLE_A_CALL, 1]);
  expect(answers.map(({ drafts }) => drafts[0]?.body.split('\n')[0])).toEqual(
    ['Ana', 'Bo', 'Cleo', 'Dan', 'Eva'].map((name) => `Hello ${name},`),
  );
  expect(answers.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0)).toBe(3 * 6_301);
});

test('the stable part is the same for every company of a run; what differs stands in the prompt', async () => {
  const { write, asked } = writerOf();
  const other = brief({ passages: [], company: { domain: 'other.com', name: 'Other' } });
  await write([given, other]);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.stable).toBe(asked[1]?.stable);
  expect(asked[0]?.stable).not.toContain('Quaylight');
  expect(asked[0]?.prompt).toContain('p00000001');
});

test('answers come in the order of their briefs, whatever their company', async () => {
  const { write } = writerOf();
  const other = { ...given.company, domain: 'other.com' };
  const people = [person('Ana'), person('Bo', { company: other }), person('Cleo'), person('Dan', { company: other })];
  const answers = await write(people);
  expect(answers.map(({ drafts }) => drafts[0]?.body.split('\n')[0])).toEqual(
    ['Ana', 'Bo', 'Cleo', 'Dan'].map((name) => `Hello ${name},`),
  );
});

test('what the model does not write, the offline writer does, and says so', async () => {
  const { write } = writerOf(() => ({ reason: 'overloaded', detail: 'busy' }));
  const [answer] = await write([given]);
  expect(answer).toMatchObject({ warning: 'claude-sonnet-5-5: overloaded', costMicroUsd: 6_301 });
  expect(answer?.drafts[0]?.writer).toBe('offline writer (claude-sonnet-5-5: overloaded)');
});

test('a person whom the model left out is written to offline, the others are not', async () => {
  const { write } = writerOf(() => mailsAnswer(1));
  const answers = await write([person('Ana'), person('Bo')]);
  expect(answers.map(({ drafts }) => drafts[0]?.writer)).toEqual([
    'claude-sonnet-5-5',
    'offline writer (claude-sonnet-5-5: left out)',
  ]);
});

test('without a key the offline writer writes under its own name', async () => {
  const write = createModelWriter({ modelFor: async () => undefined, fallback: createOfflineWriter() });
  expect((await write([given]))[0]).toMatchObject({ warning: null, drafts: [{ writer: 'offline writer' }, {}, {}] });
});

test('a draft that fails is asked for again with the reasons', async () => {
  const { write, asked } = writerOf(({ prompt }) =>
    mailsAnswer(1, prompt.includes('thrown away') ? {} : { subject: 'Re: our plan for you' }),
  );
  const [mail] = await createWriteDrafts({ write })([{ brief: given, variant: 'problem' }]);
  expect(mail).toMatchObject({ held: null, costMicroUsd: 2 * 6_301 });
  expect(asked[1]?.prompt).toContain('honest_subject: "Re:" misleads on a first mail');
});

test('a wait outside three to seven days is brought within', async () => {
  const { followUp } = goodDraft('problem');
  for (const [waitDays, kept] of [
    [1, 3],
    [30, 7],
  ] as const) {
    const { write } = writerOf(() => mailsAnswer(1, { followUp: { ...followUp, waitDays } }));
    expect((await write([given]))[0]?.drafts[0]?.followUp.waitDays).toBe(kept);
  }
});
