import type { Writer } from '../../../functions/copy/brief.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { createWriteDrafts } from '../../../functions/copy/write-drafts.ts';
import { brief } from '../../support/briefs.ts';

const given = brief();
const offline = createOfflineWriter();

/** A writer whose first `bad` answers have a subject that no guard lets through. */
const clumsy = (bad: number): { write: Writer; seeds: string[] } => {
  const seeds: string[] = [];
  return {
    seeds,
    write: async (asked) => {
      seeds.push(asked.seed);
      const { drafts } = await offline(asked);
      const spoiled =
        seeds.length <= bad ? drafts.map((draft) => ({ ...draft, subject: 'Re: our plan for you' })) : drafts;
      return { drafts: spoiled, costMicroUsd: 100, warning: null };
    },
  };
};

test('gives the variant that was assigned and keeps the others for the reviewer', async () => {
  const { write, seeds } = clumsy(0);
  const mail = await createWriteDrafts({ write })(given, 'question');
  expect(mail.chosen.variant).toBe('question');
  expect(mail.others.map(({ variant }) => variant)).toEqual(['problem', 'benefit']);
  expect(mail).toMatchObject({ held: null, costMicroUsd: 100 });
  expect(seeds).toEqual(['seed']);
});

test('a draft that fails a guard is written once more with another seed', async () => {
  const { write, seeds } = clumsy(1);
  const mail = await createWriteDrafts({ write })(given, 'problem');
  expect(mail).toMatchObject({ held: null, costMicroUsd: 200 });
  expect(mail.chosen.guards.every(({ passed }) => passed)).toBe(true);
  expect(new Set(seeds).size).toBe(2);
});

test('one that fails twice is held with the reason', async () => {
  const { write, seeds } = clumsy(9);
  const mail = await createWriteDrafts({ write })(given, 'problem');
  expect(mail.held).toMatch(/^honest_subject: "Re:"/);
  expect(seeds).toHaveLength(2);
});

test('an offer that breaks the rules itself is held, not sent', async () => {
  const offer = { ...given.offer, callToAction: 'Click here now!! 100% free, act now' };
  const mail = await createWriteDrafts({ write: offline })({ ...given, offer }, 'benefit');
  expect(mail.held).toMatch(/^spam_phrases/);
});
