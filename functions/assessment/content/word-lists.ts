const any = (...parts: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join('|')})(?![\\p{L}\\p{N}])`, 'iu');

/** Words of links and buttons that ask for a next step. */
export const NEXT_STEP = any(
  'contact(?: us| me| sales)?|get (?:in touch|started|a quote|a free|your|our|the app|help|directions|tickets)|request|book(?: now| a| an| your| online)?|schedule|reserve|reservations?|order(?: now| online)?|buy(?: now| tickets)?|shop(?: now)?|add to (?:cart|basket|bag)',
  'sign ?up|register|join(?: us| now)?|subscribe|start (?:now|free|here|today|your|a|for)|try(?: it| for)?(?: free| now)?|free trial|demo|download|call(?: us| now| today)?|e-?mail us|write (?:to )?us|talk to|apply(?: now)?|enquire|inquire|donate|quote|estimate|appointment|consultation|hire (?:us|me)|visit us|send(?: us)?(?: a)? message|see (?:our )?(?:plans|pricing)|view (?:menu|plans)|plan your visit',
  'kontakt(?:ieren)?|termin|anfrag\\w*|angebot (?:anfordern|erhalten|einholen)|jetzt \\p{L}+|buchen|reservier\\w*|bestell\\w*|kaufen|zum shop|anmeld\\w*|registrier\\w*|kostenlos \\p{L}+|anrufen|rückruf|newsletter|herunterladen|bewerben|spenden|beratung',
  'contactez|contact(?:er)?|nous (?:contacter|appeler)|rendez-vous|réserver|réservation|commander|acheter|devis|essayer|inscri\\w+|s.abonner|télécharger|demander|appelez|postuler',
  'contáct\\w+|contact[oa]\\w*|cont[aá]ctenos|reserv\\w+|comprar|pedir|solicit\\w+|presupuesto|suscr\\w+|regístr\\w+|descargar|llám\\w+|pru[eé]b\\w+|cita',
  'contatt\\w+|prenot\\w+|acquist\\w+|ordina|richied\\w+|preventivo|iscriv\\w+|scarica|chiama\\w*|prova',
  'contat[oe]\\w*|fale conosco|agend\\w+|reserv\\w+|compr\\w+|solicit\\w+|orçamento|inscrev\\w+|assin\\w+|baix\\w+|lig\\w+|experiment\\w+',
  'contact(?: opnemen)?|neem contact|afspraak|reserver\\w+|bestel\\w*|koop|offerte|aanvragen|inschrijven|aanmelden|downloaden|bel(?: ons)?|probeer',
);

/** Words of headings, links, classes and ids round what others say of a company. */
export const SOCIAL_PROOF = any(
  'testimonials?|(?:customer |client |guest |patient |our |google |verified )?reviews?|what (?:our )?(?:\\p{L}+ ){0,2}(?:say|are saying|think)|case stud(?:y|ies)|success stor(?:y|ies)|trusted by|our (?:clients|customers|partners)|customer stories|clients?|customers?|awards?|award[- ]winning|as (?:seen|featured) (?:in|on)|featured (?:in|by)|certifi(?:ed|cations?)|accredit\\w+|rated|recommendations|references',
  'kundenstimmen|referenzen|bewertungen?|das sagen|unsere kunden|erfahrungsberichte|rezensionen|ausgezeichnet|auszeichnung\\p{L}*|zertifi\\p{L}+|erfolgsgeschichten|partner',
  'témoignages?|avis(?: clients?)?|nos clients|références|ils (?:nous font confiance|parlent de nous)|récompenses?|études? de cas|certifi\\p{L}+',
  'testimonios?|opiniones|reseñas|nuestros clientes|casos de éxito|premios?|certific\\p{L}+',
  'testimonianze|recensioni|dicono di noi|i nostri clienti|casi di successo|premi|certific\\p{L}+',
  'depoimentos|avaliações|nossos clientes|casos de sucesso|prêmios?|certific\\p{L}+',
  'referenties|klanten(?:verhalen| vertellen)?|beoordelingen|ervaringen|onze klanten|klantcases',
);

/** What stands on pages that link to how a company can be reached. */
export const CONTACT_PAGE = any(
  'contacts?|contact us|get in touch|reach us|find us|kontakt|impressum|contacto|contatti|contato|contactez(?:-nous)?|nous contacter|mentions légales|fale conosco|imprint',
);
