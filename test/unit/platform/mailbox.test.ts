import fc from 'fast-check';
import { WorkspaceId } from '../../../functions/platform/ids.ts';
import { recipientKey } from '../../../functions/platform/keys.ts';
import { mailboxOf } from '../../../functions/platform/mailbox.ts';

test.each([
  ['Ana.Silva@Acme.com', 'ana.silva@acme.com'],
  [' ana@acme.com ', 'ana@acme.com'],
  ['ana+news@acme.com', 'ana@acme.com'],
  ['ana+a+b@acme.com', 'ana@acme.com'],
  ['ana.silva@acme.com', 'ana.silva@acme.com'],
  ['a.n.a@gmail.com', 'ana@gmail.com'],
  ['A.n.a+shop@googlemail.com', 'ana@gmail.com'],
  ['ana.silva@outlook.com', 'ana.silva@outlook.com'],
  ['+tag@acme.com', '+tag@acme.com'],
  ['not an address', 'not an address'],
])('%s goes to the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

test('a mailbox is its own mailbox', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => expect(mailboxOf(mailboxOf(address))).toBe(mailboxOf(address))),
  );
});

test('every spelling of a mailbox is one recipient, in one workspace', () => {
  const w = WorkspaceId.parse('ws_0000000001');
  expect(recipientKey(w, 'a.na+x@gmail.com')).toEqual(recipientKey(w, 'ANA@googlemail.com'));
  expect(recipientKey(w, 'a.na@acme.com')).not.toEqual(recipientKey(w, 'ana@acme.com'));
});
