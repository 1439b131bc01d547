import { Button } from '@mantine/core';
import { ApiError } from '../api/api-error.ts';
import { messages } from '../messages.ts';
import styles from './notice.module.css';

const detailOf = (error: Error): string => {
  if (!(error instanceof ApiError)) return messages.problem.unknown;
  if (error.status === 0) return messages.problem.noAnswer;
  if (error.status === 403) return messages.problem.noPermissionText(error.message);
  if (error.fieldErrors.length > 0)
    return error.fieldErrors.map(({ field, message }) => `${field}: ${message}`).join('; ');
  if (error.message !== '') return error.message;
  return error.status === 404 ? messages.problem.notFound : messages.problem.unknown;
};

/** Says what failed, what is safe, how to try again, and the trace id to ask about. `what` completes "Could not …". */
export const ProblemNotice = ({
  what,
  error,
  retry,
  wrote = false,
}: {
  what: string;
  error: Error;
  retry?: (() => void) | undefined;
  wrote?: boolean;
}) => {
  const refused = error instanceof ApiError && error.status === 403;
  const traceId = error instanceof ApiError ? error.traceId : undefined;
  return (
    <div role="alert" className={refused ? styles['quiet'] : styles['harm']}>
      <p className={styles['title']}>
        {refused ? messages.problem.noPermissionTitle : messages.problem.couldNot(what)}
      </p>
      <p>
        {detailOf(error)} {refused ? '' : wrote ? messages.problem.notSaved : messages.problem.readOnly}
      </p>
      {traceId !== undefined && <p className={styles['trace']}>{messages.problem.trace(traceId)}</p>}
      {retry !== undefined && !refused && (
        <Button variant="default" size="sm" mt="xs" onClick={retry}>
          {messages.problem.retry}
        </Button>
      )}
    </div>
  );
};
