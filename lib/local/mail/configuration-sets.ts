import * as z from 'zod';
import { ServiceError } from '../protocol.ts';
import type { MailEventType } from './mail-events.ts';

/** An AWS::SES::ConfigurationSetEventDestination to a topic; any other kind of destination is refused by name. */
const eventDestination = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.union([z.boolean(), z.stringbool()]).default(false),
    MatchingEventTypes: z.array(z.string()),
    SnsDestination: z.strictObject({ TopicARN: z.string() }),
  }),
});

/** Configuration sets and the topics their events go to; defined anew from the template at every start. */
export function createConfigurationSets() {
  const sets = new Map<string, { topic: string; types: ReadonlySet<string> }[]>();
  return {
    define: (name: string): void => {
      sets.set(name, []);
    },

    /** Adds an event destination. Throws with the property that cannot be emulated. */
    addDestination: (properties: unknown): void => {
      const parsed = eventDestination.safeParse(properties);
      if (!parsed.success) throw new Error(`event destination cannot be emulated: ${z.prettifyError(parsed.error)}`);
      const { ConfigurationSetName, EventDestination } = parsed.data;
      const destinations = sets.get(ConfigurationSetName);
      if (!destinations) throw new Error(`there is no configuration set ${ConfigurationSetName}`);
      if (!EventDestination.Enabled) return;
      const types = new Set(EventDestination.MatchingEventTypes.map(plain));
      destinations.push({ topic: EventDestination.SnsDestination.TopicARN, types });
    },

    /** Throws ConfigurationSetDoesNotExist for a name that was not defined. */
    assertExists(name: string | undefined): void {
      if (name !== undefined && !sets.has(name)) {
        throw new ServiceError('ConfigurationSetDoesNotExist', `Configuration set <${name}> does not exist.`);
      }
    },

    /** The topics that an event of a mail sent under this configuration set goes to. */
    topicsFor: (name: string | undefined, type: MailEventType): string[] =>
      (sets.get(name ?? '') ?? []).filter(({ types }) => types.has(plain(type))).map(({ topic }) => topic),
  };
}

/** `renderingFailure`, `RENDERING_FAILURE` and `Rendering Failure` are the same event type. */
function plain(type: string): string {
  return type.replace(/[\s_]/g, '').toLowerCase();
}
