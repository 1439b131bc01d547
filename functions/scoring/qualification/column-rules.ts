/**
 * What a column's name says about when its content came to be known. A model may use what is known before contact; what a salesperson
 * noted afterwards tells the outcome, and a model that has seen it looks excellent and is useless on a new lead.
 */
type Rule = Readonly<{ name: RegExp; because: string }>;

const NOTED_LATER: readonly Rule[] = [
  { name: /^tags?$|\b(?:lead|contact|deal) tags?\b/, because: 'tags are set by people while they work a lead' },
  {
    name: /\blead (?:quality|profile|rating|grade|status|stage|temperature|score)\b|^(?:status|stage)$/,
    because: 'it is a judgement made in the course of selling',
  },
  {
    name: /\basymm?etri(?:que|c|cal)\b/,
    because: 'it is an index computed from how the lead behaved after first contact',
  },
  {
    name: /\blast (?:notable|contacted|reply|response|call|meeting)\b|\bnotable activity\b/,
    because: 'it is overwritten at every contact, the last of which is the outcome',
  },
  {
    name: /\b(?:repl(?:y|ied|ies)|respon(?:se|ded)|unsubscribed?|bounced?|opened|clicked)\b(?! rate)/,
    because: 'it is what the lead did once written to',
  },
  {
    name: /\b(?:won|lost|closed?|churn(?:ed)?|outcome|disposition|result)\b/,
    because: 'it states the outcome',
  },
  {
    name: /\bconver(?:ted|sion)\b|\bqualified\b/,
    because: 'it states the outcome',
  },
  {
    name: /\b(?:deal|opportunity|contract|invoice|payment|order|purchase|subscription|proposal|quote)s?\b/,
    because: 'it exists only once there is something to sell',
  },
  {
    name: /\b(?:demo|meeting|call)s? (?:held|booked|date|outcome|notes?|attended)\b|\bsales? (?:notes?|stage|owner)\b/,
    because: 'it is noted in the course of selling',
  },
];

const TELLS_WHO: readonly Rule[] = [
  {
    name: /(?:^|\b)(?:id|ids|uuid|guid|key|hash|record|reference|ref)$|^(?:id|uuid|guid)\b/,
    because: 'it tells who, not what kind',
  },
  {
    name: /^(?:lead|prospect|customer|account|contact|row|serial|record) (?:number|no|nr)$|^(?:#|no|nr|number|index)$/,
    because: 'it is a running number',
  },
  {
    name: /^(?:(?:work|business|contact|company|lead|primary|private) )?(?:e ?mail|phone|mobile|telephone|fax|street|zip|postcode|postal code|ip)(?: (?:address|number))?$/,
    because: 'it tells who, not what kind',
  },
  { name: /^(?:domain|website|url|homepage|linkedin(?: url)?)$/, because: 'it tells who, not what kind' },
  {
    name: /^(?:(?:first|last|full|company|account|contact|lead|customer) )?name$/,
    because: 'it tells who, not what kind',
  },
];

/** A column's name in lower case, its words apart: `lastNotable_activity` and `Last Notable Activity` read the same. */
const words = (name: string): string =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z\d#]+/g, ' ')
    .trim();

const firstRule = (rules: readonly Rule[], name: string): string | undefined =>
  rules.find((rule) => rule.name.test(words(name)))?.because;

/** Why a column of this name cannot have been known before contact; undefined when nothing speaks against it. */
export const notedLater = (name: string): string | undefined => firstRule(NOTED_LATER, name);
/** Why a column of this name says which lead it is rather than what kind. */
export const tellsWho = (name: string): string | undefined => firstRule(TELLS_WHO, name);

/** Whether a column of this name says when a lead came to be. */
export const tellsWhen = (name: string): boolean =>
  /^(?:created|added|received|registered|signed up|entered|lead|first seen|discovered)? ?(?:at|on|date|time|timestamp|created)$|^(?:creation|lead|sign ?up|created) date\b/.test(
    words(name),
  );
