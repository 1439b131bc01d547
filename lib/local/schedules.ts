import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { LOCAL_ACCOUNT, LOCAL_REGION } from './protocol.ts';
import { propertiesOf } from './resource-properties.ts';
import { parseSchedule } from './schedule-expression.ts';
import type { Resource, Template } from './template.ts';

/** What fires when. */
export type Schedule = Readonly<{
  name: string;
  expression: string;
  targets: readonly Readonly<{ arn: string; event: (at: Date) => unknown }>[];
}>;

const RetryPolicy = z.unknown().optional();

const RuleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(
    z.strictObject({
      Id: z.string(),
      Arn: z.string(),
      Input: z.string().optional(),
      /** Accepted events are kept and tried again by the local Lambda. */
      RetryPolicy,
      DeadLetterConfig: z.unknown().optional(),
    }),
  ),
  Tags: z.unknown().optional(),
});

const ScheduleProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  GroupName: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.enum(['UTC', 'Etc/UTC']).optional(),
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.number().optional(),
  }),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy,
    DeadLetterConfig: z.unknown().optional(),
  }),
});

/** A rule of EventBridge with a schedule; undefined when it is disabled. @throws Error naming what is not supported */
export const readRule = (template: Template, resource: Resource): Schedule | undefined => {
  const { ScheduleExpression: expression, State, Targets } = propertiesOf(RuleProperties, resource);
  const { ref: name, attributes } = template.valuesOf(resource);
  const scheduled = (at: Date) => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    time: `${at.toISOString().slice(0, 19)}Z`,
    region: LOCAL_REGION,
    resources: [attributes['Arn']],
    detail: {},
  });
  if (State === 'DISABLED') return undefined;
  return {
    name,
    expression,
    targets: Targets.map(({ Arn: arn, Input }) => ({
      arn,
      event: Input === undefined ? scheduled : () => JSON.parse(Input) as unknown,
    })),
  };
};

/** A schedule of EventBridge Scheduler; undefined when it is disabled. @throws Error naming what is not supported */
export const readSchedule = (template: Template, resource: Resource): Schedule | undefined => {
  const { ScheduleExpression: expression, State, Target } = propertiesOf(ScheduleProperties, resource);
  if (State === 'DISABLED') return undefined;
  const input = Target.Input;
  const event = (): unknown => (input === undefined ? {} : JSON.parse(input));
  return { name: template.valuesOf(resource).ref, expression, targets: [{ arn: Target.Arn, event }] };
};

const MINUTE_MS = 60_000;

/**
 * Fires schedules until stopped. A rate fires at the start and then at its interval, as EventBridge counts from when a rule is made;
 * a cron expression fires in the minutes it names.
 */
export const startSchedules = (
  schedules: readonly Schedule[],
  fire: (targetArn: string, event: unknown) => void,
): { stop: () => void } => {
  const timers = new Set<NodeJS.Timeout>();
  const fireAll = ({ targets }: Schedule): void => {
    for (const { arn, event } of targets) fire(arn, event(new Date()));
  };
  for (const schedule of schedules) {
    const times = parseSchedule(schedule.expression);
    if (times.kind === 'rate') {
      fireAll(schedule);
      timers.add(setInterval(() => fireAll(schedule), times.milliseconds));
    } else {
      const everyMinute = (): void => {
        const timer = setTimeout(
          () => {
            timers.delete(timer);
            if (times.matches(new Date())) fireAll(schedule);
            everyMinute();
          },
          MINUTE_MS - (Date.now() % MINUTE_MS),
        );
        timers.add(timer);
      };
      everyMinute();
    }
  }
  return {
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
