import type { Brief, Writer } from '../../../functions/copy/brief.ts';
import type { Variant } from '../../../functions/copy/contract.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { createWriteDrafts, type WrittenMail } from '../../../functions/copy/write-drafts.ts';
import { brief, writeOne } from '../../support/briefs.ts';

const given = brief();
const offline = createOfflineWriter();

/** A writer whose first `bad` answers have a subject that no guard lets through. */
const clumsy = (bad: number): { write: Writer; asked: Brief[]; calls: number[] } => {
  const asked: Brief[] = [];
  const calls: number[] = [];
  return {
    asked,
    calls,
    write: async (briefs) => {
      calls.push(briefs.length);
      return Promise.all(
        briefs.map(async (one) => {
          const nth = asked.push(one);
          const { drafts } = await writeOne(offline, one);
          const spoiled = nth <= bad ? drafts.map((draft) => ({ ...draft, subject: 'Re: our plan for you' })) : drafts;
          return { drafts: spoiled, costMicroUsd: 100, warning: null };
        }),
      );
    },
  };
};
const mailOf = async (write: Writer, variant: Variant, by: Brief = given): Promise<WrittenMail> => {
  const [mail] = await createWriteDrafts({ write })([{ brief: by, variant }]);
  if (mail === undefined) throw new Error('nothing was written');
  return mail;
};

test('gives the variant that was assigned and keeps the others for the reviewer', async () => {
  const { write, asked } = clumsy(0);
  const mail = await mailOf(write, 'question');
  expect(mail.chosen.variant).toBe('question');
  expect(mail.others.map(({ variant }) => variant)).toEqual(['problem', 'benefit']);
  expect(mail).toMatchObject({ held: null, costMicroUsd: 100 });
  expect(asked.map(({ seed }) => seed)).toEqual(['seed']);
});

test('a draft that fails a guard is written once more with another seed and the reasons', async () => {
  const { write, asked } = clumsy(1);
  const mail = await mailOf(write, 'problem');
  expect(mail).toMatchObject({ held: null, costMicroUsd: 200 });
  expect(mail.chosen.guards.every(({ passed }) => passed)).toBe(true);
  expect(new Set(asked.map(({ seed }) => seed)).size).toBe(2);
  expect(asked[0]?.faults).toBeUndefined();
  expect(asked[1]?.faults).toContain('honest_subject: "Re:" misleads on a first mail');
});

test('one that fails twice is held with the reason', async () => {
  const { write, asked } = clumsy(9);
  const mail = await mailOf(write, 'problem');
  expect(mail.held).toMatch(/^honest_subject: "Re:"/);
  expect(asked).toHaveLength(2);
});

test('an offer that breaks the rules itself is held, not sent', async () => {
  const offer = { ...given.offer, callToAction: 'Click here now!! 100% free, act now' };
  const mail = await mailOf(offline, 'benefit', { ...given, offer });
  expect(mail.held).toMatch(/^spam_phrases/);
});

test('of several mails only those that fail are written again, and each is paid for by itself', async () => {
  const { write, calls } = clumsy(1);
  const orders = ['a', 'b', 'c'].map((seed) => ({ brief: { ...given, seed }, variant: 'problem' as const }));
  const mails = await createWriteDrafts({ write })(orders);
  expect(calls).toEqual([3, 1]);
  expect(mails.map(({ costMicroUsd, held }) => [costMicroUsd, held])).toEqual([
    [200, null],
    [100, null],
    [100, null],
  ]);
});

test('a follow-up that fails a guard holds its mail', async () => {
  const write: Writer = async (briefs) => {
    const answers = await offline(briefs);
    return answers.map((answer) => ({
      ...answer,
      drafts: answer.drafts.map((draft) => ({
        ...draft,
        followUp: { ...draft.followUp, body: draft.body, evidence: draft.evidence },
      })),
    }));
  };
  expect((await mailOf(write, 'problem')).held).toMatch(/^follow-up (?:body_length|another_angle): /);
});
