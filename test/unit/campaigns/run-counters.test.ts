import fc from 'fast-check';
import { MESSAGE_STATES } from '../../../functions/campaigns/contract.ts';
import {
  countChange,
  countersAgree,
  openRecipients,
  sumByRun,
  viewCounters,
} from '../../../functions/campaigns/run-counters.ts';

const RUN = `run_${'a'.repeat(26)}`;
const OTHER_RUN = `run_${'b'.repeat(26)}`;
const WORKSPACE = `ws_${'w'.repeat(26)}`;

const lead = (stage: string, more: object = {}) => ({
  type: 'CampaignLead',
  pk: `WS#${WORKSPACE}#CAMPAIGN#x#LEAD#a.example`,
  runId: RUN,
  stage,
  ...more,
});
const message = (state: string, more: object = {}) => ({
  type: 'Message',
  workspaceId: WORKSPACE,
  runId: RUN,
  state,
  ...more,
});

test('a lead counts as scored once, and as qualified or dropped by its stage', () => {
  expect(countChange(undefined, lead('qualified'))?.deltas).toEqual({ scored: 1, 'stage.qualified': 1, qualified: 1 });
  expect(countChange(undefined, lead('below_threshold'))?.deltas).toEqual({
    scored: 1,
    'stage.below_threshold': 1,
    'dropped.below_threshold': 1,
  });
  expect(
    countChange(lead('qualified'), lead('drafted', { contacts: 2, contactDrops: { role_account: 1 } }))?.deltas,
  ).toEqual({
    'stage.qualified': -1,
    'stage.drafted': 1,
    contacts: 2,
    'dropped.role_account': 1,
  });
});

test('a lead taken over by a later run counts for the later run and leaves the earlier one as it was', () => {
  const change = countChange(lead('drafted', { contacts: 3 }), lead('qualified', { runId: OTHER_RUN }));
  expect(change?.runId).toBe(OTHER_RUN);
  expect(change?.deltas).toEqual({ scored: 1, 'stage.qualified': 1, qualified: 1 });
});

test('a lead that an earlier run has written to counts for the later run by how far that one takes it', () => {
  const waiting = lead('contacted', { runStage: 'qualified' });
  const over = lead('contacted', { runStage: 'no_contact', contactDrops: { contacted_recently: 1 } });
  const { deltas = {} } = countChange(undefined, waiting) ?? {};
  expect(deltas).toEqual({ scored: 1, 'stage.qualified': 1, qualified: 1 });
  expect(countersAgree(deltas, 1, {})).toBe(false);
  expect(countChange(waiting, over)?.deltas).toEqual({
    'stage.qualified': -1,
    'stage.no_contact': 1,
    'dropped.no_contact': 1,
    'dropped.contacted_recently': 1,
  });
});

test('changes that mean nothing for a run move nothing', () => {
  expect(countChange(lead('qualified'), lead('qualified'))).toBeUndefined();
  expect(countChange(undefined, { type: 'Company', pk: 'x' })).toBeUndefined();
  expect(countChange(message('draft'), undefined)).toBeUndefined();
});

test('however messages move, the projected counters equal a recount of the messages', () => {
  const states = fc.constantFrom(...MESSAGE_STATES);
  fc.assert(
    fc.property(fc.array(fc.array(states, { minLength: 1, maxLength: 6 }), { maxLength: 20 }), (histories) => {
      const changes = histories.flatMap((history) =>
        history.flatMap((state, at) => {
          const before = history[at - 1];
          const change = countChange(before === undefined ? undefined : message(before), message(state));
          return change === undefined ? [] : [change];
        }),
      );
      const counts = sumByRun(changes)[0]?.deltas ?? {};
      const view = viewCounters(counts, []);
      expect(view.recipients.total).toBe(histories.length);
      for (const state of MESSAGE_STATES)
        expect(view.recipients.byState[state] ?? 0).toBe(
          histories.filter((history) => history.at(-1) === state).length,
        );
      expect(openRecipients(counts)).toBe(
        histories.filter((history) =>
          ['draft', 'approved', 'scheduled', 'sending', 'accepted', 'unknown'].includes(history.at(-1) ?? ''),
        ).length,
      );
    }),
  );
});

test('what discovery left out is summed over its pages', () => {
  const view = viewCounters({}, [
    { found: 10, dropped: { no_website: 2 } },
    { found: 5, dropped: { no_website: 1, closed: 4 } },
  ]);
  expect(view.stages.discovered).toBe(15);
  expect(view.dropped).toEqual({ no_website: 3, closed: 4 });
});

test('a run may be closed when every company has a lead, none waits for copy, and messages are counted as they stand', () => {
  const counts = { scored: 3, 'stage.qualified': 0, 'state.delivered': 2, drafted: 2 };
  expect(countersAgree(counts, 3, { delivered: 2 })).toBe(true);
  expect(countersAgree(counts, 4, { delivered: 2 })).toBe(false);
  expect(countersAgree({ ...counts, 'stage.qualified': 1 }, 3, { delivered: 2 })).toBe(false);
  expect(countersAgree(counts, 3, { delivered: 1, bounced: 1 })).toBe(false);
});

test('a mail counts as opened, clicked and answered once, by its last reply, and apart by people', () => {
  const engaged = { opens: 3, humanOpens: 0, clicks: 2, humanClicks: 1 };
  const opened = message('delivered', { engaged });
  expect(countChange(message('delivered'), opened)?.deltas).toEqual({ opened: 1, clicked: 1, 'clicked.people': 1 });
  expect(countChange(opened, message('delivered', { engaged: { ...engaged, opens: 9 } }))).toBeUndefined();
  const answered = message('delivered', { engaged, reply: { class: 'not_now' } });
  expect(countChange(opened, answered)?.deltas).toEqual({ 'replied.not_now': 1 });
  const later = message('delivered', { engaged, reply: { class: 'interested' }, unsubscribedAt: 't' });
  expect(countChange(answered, later)?.deltas).toEqual({
    'replied.not_now': -1,
    'replied.interested': 1,
    unsubscribed: 1,
  });
  const counters = { opened: 1, clicked: 1, 'clicked.people': 1, 'replied.not_now': 0, 'replied.interested': 1 };
  expect(viewCounters(counters, []).engagement).toEqual({
    opened: { all: 1, people: 0 },
    clicked: { all: 1, people: 1 },
    replied: { interested: 1 },
    unsubscribed: 0,
  });
});
