import { Logger } from '@aws-lambda-powertools/logger';

/** The field names that may stand in a log line: never an address, a name or a mail's text. */
type LogField =
  | 'workspaceId'
  | 'campaignId'
  | 'runId'
  | 'importId'
  | 'messageId'
  | 'executionArn'
  | 'traceId'
  | 'route'
  | 'status'
  | 'stage'
  | 'reason'
  | 'count'
  | 'domain'
  | 'provider'
  | 'durationMs'
  | 'error';

export type LogFields = Readonly<Partial<Record<LogField, unknown>>>;

export type Log = Readonly<{
  info: (message: string, fields?: LogFields) => void;
  warn: (message: string, fields?: LogFields) => void;
  error: (message: string, fields?: LogFields) => void;
}>;

/** Structured log lines as JSON on stdout (Powertools Logger). */
export const createLog = (service: string): Log => {
  const logger = new Logger({ serviceName: service });
  return {
    info: (message, fields = {}) => {
      logger.info(message, fields);
    },
    warn: (message, fields = {}) => {
      logger.warn(message, fields);
    },
    error: (message, fields = {}) => {
      logger.error(message, fields);
    },
  };
};

/** A log that keeps nothing; for tests and pure callers. */
export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
