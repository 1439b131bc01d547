import type { ReplyClass } from '../../sending/reply-class.ts';

/**
 * What people write who mean this, in English, German, French and Spanish; matched against text without accents, in lower case. Kinds stand in the
 * order in which they count: who asks not to be written to any more is heard whatever else is said, and a date for later outweighs a polite no.
 */
export const REPLY_RULES: readonly (readonly [ReplyClass, readonly RegExp[]])[] = [
  [
    'unsubscribe',
    [
      /\bunsubscribe\b|\bremove (?:me|us|my|this address)\b|\btake (?:me|us) off\b|\bopt(?:ing)? (?:me )?out\b/,
      /\bstop (?:e-?mailing|mailing|contacting|writing|sending|spamming|messaging)\b|^stop[.!]*$/,
      /\b(?:do not|don't|dont|never|please no(?:t)?) (?:contact|e-?mail|mail|write|message)(?: to)?(?: (?:me|us))?(?: (?:again|any ?more))?\b(?! (?:until|before))/,
      /\bno more (?:e-?mails?|mails?|messages)\b|\bdelete (?:my|our) (?:data|details|address|e-?mail)\b/,
      /\babmelden\b|\babbestellen\b|\baustragen\b|\b(?:ihrem|dem|eurem|deinem) verteiler\b/,
      /\bkeine (?:weiteren |weitere )?(?:e-?mails?|mails?|nachrichten|werbung)(?: mehr)?\b|\bnicht mehr (?:kontaktieren|anschreiben|schreiben|kontaktiert|angeschrieben)\b/,
      /\bloschen sie (?:bitte )?(?:meine|unsere)\b/,
      /\bdesabonne|\bdesinscri|\bne (?:plus (?:recevoir|etre contacte)|(?:m'|me |nous )?(?:ecrivez|contactez|envoyez) plus)|\bretirez[- ](?:moi|nous)\b|\bsupprime[rz] (?:mes|mon|nos)\b/,
      /\b(?:dar|darme|darnos|deme|denme|me de|darse) de baja\b|\bbaja de (?:su|la|esta) lista\b|\bno (?:me|nos) (?:escrib\w+|contact\w+|envi\w+|mand\w+) mas\b/,
      /\bno (?:deseo|quiero|queremos|deseamos) recibir\b|\bdejen? de (?:escribir|enviar|contactar|mandar)/,
    ],
  ],
  [
    'wrong_person',
    [
      /\bwrong (?:person|contact|guy|department|address|company)\b|\bnot the (?:right|correct|best) (?:person|contact|one)\b|\bno longer (?:work|works|working|with|at|employed|responsible|in charge)\b/,
      /\b(?:has |have |i |he |she |they )?left (?:the company|the organi[sz]ation|us in)\b|\bnot (?:my|our) (?:area|department|responsibility|remit)\b|\bi(?:'m| am) not (?:responsible|in charge|the one)\b/,
      /\b(?:please )?(?:contact|reach out to|talk to|speak (?:to|with)|write to|get in touch with) (?:my colleague|our |her |him |them )|\b(?:best|right) person (?:is|to|would|for)\b/,
      /\bi(?:'ve| have)? forward(?:ed|ing) (?:this|your|it)\b|\bforwarding (?:this|your|it)\b/,
      /\bfalsche[rn]? (?:ansprechpartner|person|adresse|kontakt)|\bnicht (?:der|die) richtige\b|\bnicht (?:mehr )?zustandig\b|\bwenden sie sich\b|\bnicht mehr (?:bei uns|im unternehmen|fur )|\bunternehmen verlassen\b|\bweitergeleitet\b/,
      /\bpas la bonne personne\b|\bmauvaise? (?:personne|interlocuteur|contact)\b|\bne suis pas (?:la personne|le bon|responsable|en charge)|\bne travaille plus\b|\ba quitte (?:l'entreprise|la societe)|\badressez[- ]vous\b|\btransmis (?:a|votre)\b/,
      /\bpersona (?:equivocada|incorrecta)\b|\bno soy la persona\b|\bya no trabaja\b|\bha dejado la empresa\b|\bdirij\w+ a\b|\bcontacte(?:n)? (?:con|a) (?:mi|nuestr)|\bhe reenviado\b/,
    ],
  ],
  [
    'not_now',
    [
      /\bnext (?:quarter|year|month|spring|summer|autumn|fall|winter)\b|\bin (?:a few|a couple of|some|\d+|two|three|four|six) (?:weeks|months)\b|\bafter (?:the )?(?:summer|holidays?|new year|christmas|easter)\b/,
      /\b(?:get|check|circle|come|reach|touch) (?:back|out|base)(?: (?:to|with) (?:me|us))? (?:in|later|after|next)\b|\bfollow up (?:in|later|after)\b|\bmaybe later\b|\blater this year\b|\brevisit\b/,
      /\bno budget (?:this|until|right now|at the moment|for)\b|\btiming (?:isn't|is not|isnt|is off)\b/,
      /\b(?:nachste[nsr]?|kommende[nsr]?) (?:quartal|jahr|monat)|\bin (?:ein paar|einigen|\d+|zwei|drei|sechs) (?:wochen|monaten)\b|\bspater (?:noch ?mal|wieder|gerne)\b|\bnach (?:den|dem) (?:ferien|feiertagen|urlaub|sommer)/,
      /\b(?:trimestre|mois|annee) prochaine?\b|\bl'annee prochaine\b|\bdans (?:quelques|\d+|deux|trois|six) (?:semaines|mois)\b|\bplus tard\b|\brecontactez\b|\bapres les (?:vacances|fetes)\b/,
      /\b(?:proxim[oa]|siguiente) (?:trimestre|ano|mes)\b|\b(?:en|dentro de) (?:unos|unas|\d+|dos|tres|seis) (?:semanas|meses)\b|\bmas (?:adelante|tarde)\b|\bdespues de (?:las vacaciones|verano)/,
    ],
  ],
  [
    'not_interested',
    [
      /\bnot? interest(?:ed)?\b|\bnot (?:really |currently |particularly )?interested\b|\bno,? thank(?:s| you)\b|^no[.!]*$|\bnot (?:a (?:good )?fit|for us|relevant|needed|looking)\b/,
      /\bwe(?:'re| are) (?:all set|good|fine|happy with|covered)\b|\balready (?:have|use|using|work|got|covered)\b|\b(?:don't|do not|dont) need\b|\b(?:will|have to|going to|i'll|we'll) pass\b/,
      /\bkeine?n? (?:interesse|bedarf)\b|\bnicht interessiert\b|\bnein,? danke\b|^nein[.!]*$|\bhaben (?:wir )?(?:bereits|schon)\b|\bnicht relevant\b|\bbrauchen (?:wir |das )?(?:das )?nicht\b|\bnicht in frage\b/,
      /\bpas (?:du tout |vraiment )?interesse|\bnon,? merci\b|^non[.!]*$|\bpas besoin\b|\baucun interet\b|\bavons deja\b|\bpas pertinent\b/,
      /\bno (?:estoy|estamos|me|nos) interes|\bno,? gracias\b|\bno (?:lo )?(?:necesito|necesitamos)\b|\bya (?:tenemos|contamos|usamos|trabajamos)\b|\bno es (?:relevante|para nosotros)\b|\bsin interes\b/,
    ],
  ],
  [
    'not_now',
    [
      /\bnot (?:right )?now\b|\bnot at (?:this|the) (?:time|moment|stage)\b|\b(?:too |very |really )?busy (?:right now|at the moment|these days)\b|\bnot the right time\b/,
      /\b(?:im moment|momentan|derzeit|aktuell|zur ?zeit) (?:leider )?(?:nicht|kein)|\bpasst (?:es )?(?:gerade|momentan|derzeit|im moment) (?:leider )?nicht\b/,
      /\bpas (?:pour le moment|pour l'instant|maintenant|actuellement|en ce moment)\b|\bpas le bon moment\b/,
      /\b(?:ahora|de momento|por ahora|en este momento|actualmente) no\b|\bno (?:ahora|por ahora|de momento|en este momento|es buen momento)\b/,
    ],
  ],
  [
    'interested',
    [
      /\binterested\b|\bsounds (?:good|great|interesting|promising|useful)\b|\btell me more\b|\b(?:send|share|forward) (?:me |us |over )?(?:more|some|the|details|info|information|pricing|a|your)\b/,
      /\blet's (?:talk|chat|meet|schedule|set|do|connect|jump|speak)\b|\b(?:happy|glad|love|like|keen|open) to (?:talk|chat|hear|learn|see|meet|know|discuss|connect|speak|find|have|a call)/,
      /\b(?:can|could|would|shall) (?:we|you) (?:talk|call|meet|schedule|send|set|share|show|explain|tell|do|please|speak|find)\b|\bgive me a (?:call|ring)\b|\bcall me\b|\bbook(?:ed)? a\b/,
      /\bhow much\b|\bpricing\b|\bwhat (?:does|would|is) (?:it|the) (?:cost|price)|\bdemo\b|\b(?:i'm|i am|we're|we are) (?:free|available)\b|\bworks (?:for|well)\b|^yes\b|^sure\b|\bplease (?:send|share|call)\b|\bwhen (?:are|can|would|could) (?:you|we)\b/,
      /\binteressiert\b|\binteressant\b|\bklingt (?:gut|spannend|interessant)|\bgerne?\b|\bmehr (?:infos?|informationen|daruber|erfahren|details)\b|\b(?:termin|telefonat|telefonieren|gesprach|demo|angebot|preise?)\b|\brufen sie\b|\b(?:schicken|senden) sie\b|^ja\b/,
      /\binteresse(?:e|es|s)?\b|\binteressante?\b|\bvolontiers\b|\bavec plaisir\b|\ben savoir plus\b|\bplus d'info|\b(?:rendez-vous|rdv|appel|demo|devis|tarifs?)\b|\bappelez\b|\benvoyez[- ](?:moi|nous)\b|^oui\b/,
      /\b(?:me|nos) interesa\b|\binteresad[oa]s?\b|\binteresante\b|\bmas (?:informacion|info|detalles)\b|\b(?:llamada|reunion|demo|presupuesto|precios?|agendar)\b|\bllam[ea]me\b|\b(?:envi|mand)[ea]me\b|^si\b|\b(?:me|nos) gustaria\b|\bencantad[oa]s?\b/,
    ],
  ],
];
