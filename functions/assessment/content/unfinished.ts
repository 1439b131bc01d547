/** How pages call themselves that are not ready. */
const UNFINISHED =
  /^\W*(?:coming soon|(?:this |our )?(?:web ?)?(?:site|page)? ?(?:is )?(?:currently )?under construction|(?:this |our )?(?:new )?(?:web ?)?site (?:is )?coming soon|launching soon|demnächst|seite im aufbau|(?:diese |unsere )?(?:seite|website) (?:ist|befindet sich) (?:derzeit )?im aufbau|(?:site )?en construction|próximamente|(?:sitio )?en construcción|sito in costruzione|em breve|(?:site )?em construção|binnenkort online)\b/i;

/** Whether a heading or title says that the page is not ready. */
export const saysUnfinished = (text: string): boolean =>
  [text, ...text.split(/ [-–|—:] /)].some((part) => UNFINISHED.test(part.trim()));
