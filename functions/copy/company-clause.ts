import type { Company } from '../discovery/company.ts';
import { countWords, sentencesOf, spokenName, withoutEnd } from './prose.ts';
import { isRepeatable } from './repeatable-text.ts';

/**
 * What a company does: `told` is a sentence without its full stop; `noun` and `line` are to be quoted word for word, `noun` after "described as".
 */
export type CompanyClaim = Readonly<{
  form: 'told' | 'noun' | 'line';
  text: string;
  evidenceId: 'company:oneLiner' | 'company:description';
}>;

const MOST_WORDS = 20;
const MOST_QUOTED_WORDS = 12;

/** Praise that a stranger should not repeat as a fact: such lines are quoted, not told. */
const BOAST =
  /\b(?:first|best|only|leading|leader|world['’]?s|ultimate|revolution\w*|(?:fast|eas|smart|cheap|larg|bigg|light|strong|small|high|low|deep|clean|saf|quick|simpl|new|tall|clos|near|great|power)i?est|#1|number one|most \w+|great\w*|beautiful\w*|amazing|perfect\w*|next[- ]gen\w*|future of|unparalleled|award[- ]winning|seamless\w*|better|smarter|faster|easier|cheaper|simpler|than the rest)\b/i;
const FIRST_PERSON = /\b(?:we|our|ours|us|we['’](?:re|ve|ll|d)|i|my|me)\b/i;
const SECOND_PERSON = /\b(?:you|your|yours|you['’](?:re|ve|ll|d))\b/i;
/** News of an end: not what a first mail should open with. */
const OVER = /\b(?:acquired|dead|defunct|shut(?:ting)? down|closed|no longer|bankrupt\w*|wound down|pivoted)\b/i;
/** Lines that begin so speak to the company's customers. */
const IMPERATIVE =
  /^(?:add|automate|build|buy|book|connect|create|clean|deploy|design|detect|discover|embed|find|get|give|grow|hire|help|learn|launch|manage|make|never|pay|plan|recover|run|save|scale|sell|send|ship|share|sync|test|track|train|transform|turn|understand|use|write|accelerate|close|magically|sign|see|know|stop|start|monitor|accept|access|ask|boost|experience|hear|reach|meet|raise|simplify|turbocharge|unlock|upgrade|verify|watch|work|cut|do|go|keep|let|optimize|order|power|protect|reduce|rent|search|shop|solve|speed|supercharge|switch|trade|travel)\b/i;
/** A line that a directory cut off says less than it seems to. */
const CUT_OFF = /(?:…|\.\.\.)\s*$/;

/** Verbs that often follow "We" in one-liners, with their third person. */
const THIRD_PERSON: Readonly<Record<string, string>> = {
  are: 'is',
  have: 'has',
  do: 'does',
  build: 'builds',
  make: 'makes',
  help: 'helps',
  provide: 'provides',
  offer: 'offers',
  enable: 'enables',
  create: 'creates',
  develop: 'develops',
  automate: 'automates',
  connect: 'connects',
  sell: 'sells',
  run: 'runs',
  use: 'uses',
  turn: 'turns',
  bring: 'brings',
  let: 'lets',
  give: 'gives',
  design: 'designs',
  deliver: 'delivers',
  manage: 'manages',
  operate: 'operates',
  train: 'trains',
  work: 'works',
  simplify: 'simplifies',
  manufacture: 'manufactures',
  produce: 'produces',
  find: 'finds',
  match: 'matches',
  teach: 'teaches',
  replace: 'replaces',
  reduce: 'reduces',
  grow: 'grows',
};

/** Lines that begin with what the company does, its name left out: "Protects organizations from …". */
const THIRD_PERSON_FIRST =
  /^(?:automates|brings|builds|connects|creates|delivers|designs|develops|enables|finds|gives|helps|lets|makes|manages|matches|offers|operates|powers|produces|protects|provides|reduces|replaces|runs|sells|simplifies|trains|turns)\s/i;

/** Lines that begin so go on after "is" as they are, first letter made small. */
const GERUND =
  /^(?:building|helping|automating|making|enabling|bringing|creating|transforming|simplifying|connecting|modernizing|turning|replacing|developing|accelerating|democratizing|protecting|scaling|powering|designing|training|improving|digitizing|streamlining|reducing|providing|offering|rebuilding|reinventing|using|discovering|unlocking|delivering|teaching)\b/i;
/** "The right drawing, on the right scaffold, today" is a slogan, "The ledger for funeral homes" says what a company is. */
const WITH_ARTICLE = /^(?:an?\s|the (?:[\w-]+ ){1,4}(?:for|that|of|behind)\s[^,]*$)/i;

const lowerFirst = (text: string): string =>
  /^(?:\p{Lu}{2}|\p{Lu}\p{Ll}*\p{Lu})/u.test(text) ? text : text.slice(0, 1).toLowerCase() + text.slice(1);

/** "On-Demand Electronics Manufacturing": capitals throughout are a heading's, not a sentence's. */
const isTitleCase = (text: string): boolean => {
  const words = text
    .split(/\s+/)
    .slice(1)
    .filter((word) => word.length > 3);
  return words.length >= 2 && words.filter((word) => /^\p{Lu}/u.test(word)).length > words.length / 2;
};

/** What a company does as a sentence in the third person, from its one-liner, when its grammar lets that be done safely; undefined otherwise. */
export const tellOneLiner = ({ name, oneLiner }: Pick<Company, 'name' | 'oneLiner'>): string | undefined => {
  if (oneLiner === null || CUT_OFF.test(oneLiner) || !isRepeatable(oneLiner)) return undefined;
  const [line, ...more] = sentencesOf(oneLiner).map(withoutEnd);
  const told = spokenName(name);
  if (
    line === undefined ||
    more.length > 0 ||
    BOAST.test(line) ||
    OVER.test(line) ||
    isTitleCase(line) ||
    SECOND_PERSON.test(line)
  )
    return undefined;
  const we = /^we(?:['’]re| are)?\s+(\w+)\s+(.*)$/i.exec(line);
  if (we !== null) return tellWe(told, line);
  if (FIRST_PERSON.test(line)) return undefined;
  if (startsWithName(line, told)) return countWords(line) >= 4 ? line : undefined;
  if (THIRD_PERSON_FIRST.test(line) && countWords(line) >= 3) return `${told} ${lowerFirst(line)}`;
  if (GERUND.test(line) && countWords(line) >= 3) return `${told} is ${lowerFirst(line)}`;
  return WITH_ARTICLE.test(line) && countWords(line) >= 4 ? `${told} is ${lowerFirst(line)}` : undefined;
};

const tellWe = (told: string, line: string): string | undefined => {
  const [, verb = '', rest = ''] = /^we(?:['’]re)?\s+(\w+)\s+(.*)$/i.exec(line) ?? [];
  if (FIRST_PERSON.test(rest)) return undefined;
  if (/^we['’]re\s/i.test(line)) return /^(?:a|an|the)$|ing$/.test(verb) ? `${told} is ${verb} ${rest}` : undefined;
  const third = THIRD_PERSON[verb.toLowerCase()];
  return third === undefined ? undefined : `${told} ${third} ${rest}`;
};

const WHAT_IT_DOES =
  /^\s(?:is|are|makes|helps|lets|builds|provides|offers|enables|automates|connects|turns|gives|sells|runs|uses|has|serves|develops|delivers|creates|manages|brings|designs|operates|schedules|keeps|finds|reviews|archives|works|plans|writes|trains|maps|tests|tracks|repairs|hosts|supplies)\b/i;

/** Whether a line says of the company what it does, calling it by its name or, as people do, by the first word of it. */
const startsWithName = (line: string, name: string): boolean =>
  callings(name).some((calling) => line.startsWith(`${calling} `) && WHAT_IT_DOES.test(line.slice(calling.length)));

const callings = (name: string): readonly string[] => {
  const [first = ''] = name.split(' ');
  return first.length >= 4 && first !== name && !/^(?:the|open|smart|data|first|next)$/i.test(first)
    ? [name, first]
    : [name];
};

/** The first sentence of a description that tells plainly, in the third person, what the company does. */
export const tellDescription = ({ name, description }: Pick<Company, 'name' | 'description'>): string | undefined => {
  if (description === null) return undefined;
  const told = spokenName(name);
  const [first] = sentencesOf(description.slice(0, 500).replace(/\s+/g, ' '));
  if (first === undefined || !/[.!]$/.test(first) || CUT_OFF.test(first)) return undefined;
  const line = withoutEnd(first.replace(/\s*\((?:YC|Y Combinator)[^)]*\)/i, ''));
  const usable =
    startsWithName(line, told) &&
    countWords(line) <= MOST_WORDS &&
    isRepeatable(line) &&
    !FIRST_PERSON.test(line) &&
    !SECOND_PERSON.test(line) &&
    !BOAST.test(line) &&
    !OVER.test(line) &&
    !/[:;*•"“”—–]| - /.test(line);
  return usable ? line : undefined;
};

/** Ways of saying what the company does, best first. Told where grammar allows, quoted word for word where it does not. */
export const companyClaims = (company: Company): readonly CompanyClaim[] => {
  const told = tellOneLiner(company);
  const described = tellDescription(company);
  const line = quotableLine(company.oneLiner);
  return [
    ...(told !== undefined && countWords(told) <= MOST_WORDS
      ? [{ form: 'told', text: told, evidenceId: 'company:oneLiner' } as const]
      : []),
    ...(described === undefined ? [] : [{ form: 'told', text: described, evidenceId: 'company:description' } as const]),
    ...(told !== undefined || line === undefined
      ? []
      : [{ form: speaks(line) ? 'line' : 'noun', text: line, evidenceId: 'company:oneLiner' } as const]),
  ];
};

/** A one-liner that is whole, English and short enough to stand in quotes. */
const quotableLine = (oneLiner: string | null): string | undefined => {
  const line = withoutEnd(oneLiner ?? '');
  const usable =
    line !== '' &&
    !CUT_OFF.test(oneLiner ?? '') &&
    !OVER.test(line) &&
    countWords(line) >= 2 &&
    countWords(line) <= MOST_QUOTED_WORDS &&
    isRepeatable(line) &&
    !/["“”]/.test(line);
  return usable ? line : undefined;
};

/** Whether a line is a sentence or a call of its own, so that "is described as" does not fit before it. */
const speaks = (line: string): boolean =>
  IMPERATIVE.test(line) ||
  FIRST_PERSON.test(line) ||
  SECOND_PERSON.test(line) ||
  /[.!?:]\s/.test(line) ||
  / (?:is|are|makes|helps) /.test(line) ||
  /^(?:from|where|because|makes|helps|lets)\b|^\w+['’]s (?:better|time|not|a|the)\b/i.test(line);
