import * as z from 'zod';
import { fieldErrorsOf } from '../../../functions/platform/http/field-errors.ts';

const Body = z.strictObject({
  url: z.string().min(2).max(5),
  days: z.int().min(1).max(90).optional(),
  price: z.number().positive().optional(),
  tone: z.enum(['formal', 'friendly']).optional(),
  tags: z.array(z.string()).min(1).max(2).optional(),
  icp: z.union([z.string().min(1), z.strictObject({ size: z.int() })]).optional(),
  own: z.string().regex(/^x/, 'must begin with x').optional(),
});
const wrong = (body: unknown): readonly string[] => {
  const parsed = Body.safeParse(body);
  return parsed.success ? [] : fieldErrorsOf(parsed.error, 'body').map(({ field, message }) => `${field} ${message}`);
};

test.each([
  [{}, ['url is required']],
  [{ url: 5 }, ['url must be a text']],
  [{ url: 'x' }, ['url must have at least 2 characters']],
  [{ url: 'abcdef' }, ['url must have at most 5 characters']],
  [{ url: 'ab', days: 0 }, ['days must be at least 1']],
  [{ url: 'ab', days: 91 }, ['days must be at most 90']],
  [{ url: 'ab', days: 1.5 }, ['days must be a whole number']],
  [{ url: 'ab', price: 0 }, ['price must be more than 0']],
  [{ url: 'ab', tone: 'rude' }, ['tone must be one of formal, friendly']],
  [{ url: 'ab', tags: [] }, ['tags must have at least 1 entry']],
  [{ url: 'ab', icp: 5 }, ['icp must be a text, or must be an object']],
  [{ url: 'ab', icp: { size: 'x' } }, ['icp size must be a number']],
  [{ url: 'ab', own: 'y' }, ['own must begin with x']],
  [{ url: 'ab', colour: 1 }, ['body has no field "colour"']],
  [null, ['body must be an object']],
])('%j: a wrong field is told what would be right, without the words of a program', (body, told) => {
  expect(wrong(body)).toEqual(told);
});
