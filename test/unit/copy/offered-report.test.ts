import { VARIANTS } from '../../../functions/copy/contract.ts';
import { failedGuard } from '../../../functions/copy/guards.ts';
import { linksOf } from '../../../functions/copy/mail-links.ts';
import { createOfflineWriter } from '../../../functions/copy/offline-writer.ts';
import { createWriteDrafts } from '../../../functions/copy/write-drafts.ts';
import { brief, sitePassages } from '../../support/briefs.ts';

const LINK = 'https://app.throughline.example/r/c2FtcGxl.Zm9yLXRlc3Rz';
const report = {
  link: LINK,
  findings: [
    { id: 'csp', title: 'No content security policy', seen: 'No such header came with https://quaylight.com/.' },
    { id: 'meta-description', title: 'The start page has no description', seen: 'No description in its head.' },
  ],
};
const offering = (seed: string) => brief({ report, seed, passages: sitePassages });
const write = createWriteDrafts({ write: createOfflineWriter() });

test('a mail of a campaign that offers the report cites a finding, links to it once, and passes every guard', async () => {
  for (let n = 0; n < 30; n += 1)
    for (const variant of VARIANTS) {
      const [mail] = await write([{ brief: offering(`seed ${n}`), variant }]);
      expect(mail?.held).toBeNull();
      expect(linksOf(mail?.chosen.body ?? '').filter((link) => link === LINK)).toHaveLength(1);
      expect(mail?.chosen.evidence.flatMap(({ evidenceIds }) => evidenceIds)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^finding:/), 'report:link']),
      );
    }
});

test('a mail that leaves the link out is held, and one with another person’s link too', async () => {
  const [mail] = await write([{ brief: offering('seed'), variant: 'problem' }]);
  if (mail === undefined) throw new Error('Nothing was written');
  const changed = (body: string) =>
    createWriteDrafts({
      write: (briefs) =>
        Promise.resolve(briefs.map(() => ({ drafts: [{ ...mail.chosen, body }], costMicroUsd: 0, warning: null }))),
    })([{ brief: offering('seed'), variant: 'problem' }]);
  const { body } = mail.chosen;
  const [without] = await changed(body.replace(LINK, ''));
  expect(without && failedGuard(without.chosen)).toMatch(/^report_link/);
  const [strange] = await changed(body.replace(LINK, `${LINK} https://app.throughline.example/r/somebody-else`));
  expect(strange?.held).toMatch(/^links/);
});

test('a claim about the recipient’s website that no finding says cannot pass', async () => {
  const [mail] = await write([{ brief: offering('seed'), variant: 'problem' }]);
  if (mail === undefined) throw new Error('Nothing was written');
  const [first, ...rest] = mail.chosen.evidence.filter(({ evidenceIds }) => evidenceIds.includes('finding:csp'));
  const sentence = 'A check of your website noted “Passwords are sent in the clear”.';
  const [, judged] = await createWriteDrafts({
    write: (briefs) =>
      Promise.resolve(
        briefs.map(() => ({
          drafts: [
            {
              ...mail.chosen,
              body: `${mail.chosen.body}\n\n${sentence}`,
              evidence: [
                ...mail.chosen.evidence,
                { ...(first ?? rest[0]), sentence, about: 'recipient' as const, evidenceIds: ['finding:csp'] },
              ],
            },
          ],
          costMicroUsd: 0,
          warning: null,
        })),
      ),
  })([
    { brief: offering('a'), variant: 'problem' },
    { brief: offering('b'), variant: 'problem' },
  ]);
  expect(judged?.chosen.guards.find(({ guard }) => guard === 'evidence')).toMatchObject({ passed: false });
});
