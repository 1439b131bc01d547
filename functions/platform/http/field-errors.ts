import type * as z from 'zod';
import type { FieldError } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** What zod says by itself; a message that a schema gives stands as it is. */
const BY_ITSELF = /^(?:Invalid input|Invalid option|Too small|Too big|Unrecognized key)/;
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

const within = (word: 'least' | 'most', limit: number | bigint, origin: string): string => {
  const unit = UNITS[origin];
  return unit === undefined
    ? `must be at ${word} ${String(limit)}`
    : `must have at ${word} ${String(limit)} ${String(limit) === '1' ? unit.replace(/ies$/, 'y').replace(/s$/, '') : unit}`;
};

/** What a value that may be one of several things must be; of a thing that it tries to be, what is wrong within it. */
const eitherOf = (branches: readonly (readonly Issue[])[]): string => {
  const tried = branches.find((issues) => issues.length > 0 && issues.every(({ path }) => path.length > 0));
  if (tried !== undefined)
    return tried.map((issue) => `${issue.path.map(String).join('.')} ${fieldMessage(issue)}`).join(', ');
  const messages = [...new Set(branches.flatMap((issues) => issues.slice(0, 1).map(fieldMessage)))];
  return messages.length === 0 ? 'cannot be used' : messages.join(', or ');
};

/** What is wrong with a field, in words that say what would be right; follows the field's name. */
const fieldMessage = (issue: Issue): string => {
  if (!BY_ITSELF.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return / received undefined$/.test(issue.message)
        ? 'is required'
        : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.inclusive === false
        ? `must be more than ${String(issue.minimum)}`
        : within('least', issue.minimum, issue.origin);
    case 'too_big':
      return issue.inclusive === false
        ? `must be less than ${String(issue.maximum)}`
        : within('most', issue.maximum, issue.origin);
    case 'invalid_union':
      return eitherOf(issue.errors);
    case 'unrecognized_keys':
      return `has no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
    default:
      return issue.message;
  }
};

/** The field errors of a zod failure, paths dotted, prefixed by where the value stood (body, query, path). */
export const fieldErrorsOf = (error: z.ZodError, place: string): FieldError[] =>
  error.issues.map((issue) => ({
    field:
      [place === 'body' ? undefined : place, ...issue.path.map(String)]
        .filter((part) => part !== undefined)
        .join('.') || place,
    message: fieldMessage(issue),
  }));
