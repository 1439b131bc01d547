/** Forms that are finite wherever they stand. */
const CERTAIN =
  /\b(?:is|are|was|were|am|has|have|had|can|cannot|will|does|do|did|may|must|should|would|could|might|\p{L}+n['’]t|(?:we|you|they|i)['’](?:re|ve|ll|d|m)|(?:it|he|she|that|there)['’]s)\b/iu;

/** Verbs that sentences about companies are made of, in their plain form; their third person follows. */
const VERBS =
  `accept act add agree answer appear apply arrange arrive ask assemble automate bake become begin belong bill bind bolt book bring build buy calculate call care carry catch change charge check
  choose clean close collect come compare connect contain cost count cover create crush cut decide deliver depend describe design detect develop do draw drive drop earn eat employ enable end enter
  explain export fall feed feel fill find finish fit fix flag follow forget freeze get give go grow guarantee handle hang happen help hire hold host import include install invoice keep know last
  launch lead learn leave let lift like listen live load look lose make manage map mark match mean measure meet mend mill mind miss mix move name need obey offer open operate order outlive own pack pay
  pick place plan play pour predict prepare press prevent price print process produce promise protect prove provide publish pull push put quote raise reach read reconcile record recover reduce refund
  remember remind remove rent repair replace reply report respond restore return review rise run save say scan schedule see sell send serve set settle shift ship show sign sit sleep smell solve speak
  spend split stand start stay steer stop store supply support switch sync take talk teach tell test think track trade train translate travel treat trim trust try turn understand update use visit wait
  wake walk want warm watch wear weigh win work write chase complain expect hear rely require struggle suffer`
    .split(/\s+/)
    .filter((verb) => verb !== '');

const third = (verb: string): string =>
  /(?:s|sh|ch|x|z|o)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
const THIRD = new Set(VERBS.map(third));
const PRESENT = new Set([...VERBS, ...THIRD]);
/** "Reads the pricing pages of 640 vendors": whose doing it is stands in the heading. */
const SUBJECTLESS = /^\p{Lu}\p{Ll}+s (?:the|a|an|what|which|how|each|every|your|our|all|on|up|\d)/u;
const PAST = new Set(
  `became began bought broke brought built came caught chose cost cut drew drove ate fell fed felt found gave got went grew hung held kept knew led learned left let lost made meant met paid put ran
  read rose said sat saw sent set slept sold spent split spoke stood stopped started took taught told thought understood woke wore won wrote opened moved earned lasted arrived asked raised shipped`
    .split(/\s+/)
    .filter((verb) => verb !== ''),
);

/** Whether a word is a form of a verb that says what a company does; many are nouns as well, and are taken for verbs. */
export const isCommonVerb = (word: string): boolean => {
  const lower = word.toLowerCase();
  return PRESENT.has(lower) || PAST.has(lower) || /(?:ed|ing)$/.test(lower);
};

/** Before these a form is not the sentence's own verb: "to build", "that outlive", "a book", "our work". */
const NOT_BEFORE =
  /^(?:to|that|which|who|whose|what|a|an|the|our|your|their|its|his|her|my|of|and|or|with|for|by|from|in|on|at|no|this|these|those|each|every)$/i;

/**
 * Whether a sentence has a verb of its own, by the forms of common verbs: without one it is a label ("Trailer positions from gate cameras, refreshed every 20
 * seconds."). Errs towards a label.
 */
export const hasFiniteVerb = (sentence: string): boolean => {
  const [first = ''] = sentence.split(/;\s/);
  // A verb of a clause that hangs on another is not the sentence's own.
  const clause = first.replace(/(?<=\S)\s+(?:when|that|which|who|whose|while|because|where|if|until)\b.*$/i, '');
  if (SUBJECTLESS.test(clause) && THIRD.has((/^\p{L}+/u.exec(clause)?.[0] ?? '').toLowerCase())) return false;
  const found = [...clause.matchAll(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)];
  return found.some(({ 0: word, index }, at) => {
    const lower = word.toLowerCase();
    const before = found[at - 1]?.[0];
    if (CERTAIN.test(word)) return before === undefined || !/^(?:that|which|who|what|to)$/i.test(before);
    if (before === undefined) return COMMANDS.test(word);
    // "…, refreshed every 20 seconds" is a participle.
    if (/,\s*$/.test(clause.slice(0, index))) return false;
    if (PAST.has(lower)) return !/^(?:that|which|who|and)$/i.test(before);
    if (NOT_BEFORE.test(before)) return false;
    // Done again is done: "reorder".
    return (
      PRESENT.has(lower) ||
      PRESENT.has(lower.replace(/^re-?/, '')) ||
      (/[a-z]ed$/.test(word) && !AFTER_PARTICIPLE.test(found[at + 1]?.[0] ?? 'by'))
    );
  });
};

/** Calls to the reader that describe a product: "Drag a truck from door 4 to door 9 …". */
const COMMANDS = /^(?:drag|point|send|bring|tell|give|collect|upload|restore|start)$/i;
/** What follows a participle oftener than a verb in the past: "stamped with", "felled within". */
const AFTER_PARTICIPLE = /^(?:by|in|within|at|on|every|with|overnight|and|of|for|from|behind)$/i;
