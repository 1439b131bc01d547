import fc from 'fast-check';
import { signToken, verifyToken } from '../../../functions/platform/signed-token.ts';

const SECRET = 'a test secret of some length';
const parts = fc.array(
  fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n')),
  { minLength: 1, maxLength: 4 },
);

test('a token gives back what was signed, for its own purpose and secret only', () => {
  fc.assert(
    fc.property(parts, (texts) => {
      const token = signToken('unsubscribe', texts, SECRET);
      expect(verifyToken('unsubscribe', token, SECRET)).toEqual(texts);
      expect(verifyToken('click', token, SECRET)).toBeUndefined();
      expect(verifyToken('unsubscribe', token, 'another secret')).toBeUndefined();
    }),
  );
});

test('a token with any character changed is refused', () => {
  const token = signToken('unsubscribe', ['ws_1', 'msg_1'], SECRET);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '0', '-', '.'), (at, character) => {
      fc.pre(token[at] !== character);
      expect(verifyToken('unsubscribe', token.slice(0, at) + character + token.slice(at + 1), SECRET)).toBeUndefined();
    }),
  );
});
