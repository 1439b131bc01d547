import type { DEPARTMENTS } from '../campaigns/icp.ts';

export type Department = (typeof DEPARTMENTS)[number];

/** Function words of a title. Narrow functions stand before wide ones: "product marketing" is marketing, "sales operations" revenue operations. */
export const DEPARTMENT_RULES: readonly (readonly [RegExp, Department])[] = [
  [
    /\b(executive|personal|virtual|team|office|administrative) assistant\b|\b(assistant|secretary|aide) to\b|\bassistenz der\b|\bassistent(in)? der\b|\bassistante? de (direction|gestion)\b|\basistente de (direccion|gerencia)\b|\bassistente (di|de) (direzione|direcao|diretoria)\b|\bdirektionsassist\w*|\bchief of staff\b|\breceptionist\b|\boffice (manager|administrator|coordinator)\b/,
    'operations',
  ],
  [/\b(company|corporate) secretary\b|\b(data protection|datenschutz\w*|privacy)\b/, 'legal'],
  [
    /\b(chief executive|gerente general|consejer[oa] delegad[oa]|geschaeftsleitung|geschaftsleitung|gerante?|toimitusjohtaja|ugyvezeto|jednatel|prezes|managing director|general director|director general|directeur general|diretor geral|direttore generale|amministratore delegato|geschaeftsfuehr\w*|geschaftsfuhr\w*|daglig leder|verkstallande direktor|algemeen directeur|pdg)\b/,
    'executive',
  ],
  [
    /\b(revenue|sales|marketing|go to market|gtm|crm|growth) operations\b|\bcrm\b|\bsales enablement\b/,
    'revenue_operations',
  ],
  [
    /\bcustomer (success|experience|onboarding)\b|\bclient (success|services?|relations|director|partner)\b|\bonboarding\b|\bimplementation\b|\bchargee? de clientele\b|\brelations? clients?\b|\bkundenberat\w*|\bchief customer officer\b/,
    'customer_success',
  ],
  [
    /\b(support|help ?desk|service desk|customer (service|care|support)|kundenservice|kundenbetreuung|sav)\b/,
    'support',
  ],
  [/\b(chief digital officer|digital transformation|digitali[sz]ation|digitalisierung)\b/, 'it'],
  [/\b(security|cybersecurity|cyber|infosec|soc analyst|penetration|chief information security)\b/, 'security'],
  [
    /\b(product|customer|partner|field|channel|content|performance|growth|digital|brand|lifecycle|event|trade|email) (marketing|marketer)\b/,
    'marketing',
  ],
  [
    /\b(ux|ui|user experience|user interface|designer|design|creative|art director|illustrator|animator|graphic)\b/,
    'design',
  ],
  [/\b(data|analytics|machine learning|ml|business intelligence|bi developer|statistician|insights)\b/, 'data'],
  [
    /\b(recruit\w*|talent|human resources|hr|people|payroll|personal(leit\w*|referent\w*|wesen|abteilung)|(leiter|leiterin|leitung|bereich|abteilung) personal|recursos humanos|ressources humaines|rh|workplace|learning and development|employer)\b/,
    'hr',
  ],
  [
    /\b(legal|counsel|attorney|lawyer|paralegal|compliance|privacy|data protection|jurist\w*|solicitor|regulatory)\b/,
    'legal',
  ],
  [
    /\b(finance|financial|accounting|accountant|accounts (payable|receivable)|controller|controlling|treasur\w*|bookkeep\w*|tax|audit\w*|billing|investor relations|finanz\w*|buchhalt\w*|financier|comptable|contab\w*|finanz[ae]|financier[oae]|financeir[oa]|finanziari[oa]|kaufmannisch\w*|ksiegow\w*)\b/,
    'finance',
  ],
  [
    /\b(procurement|purchasing|buyer|sourcing|category manager|einkauf\w*|einkaeufer(in)?|achats?|zakup\w*|compras|acquisti|inkoper|vendor management)\b/,
    'procurement',
  ],
  [
    /\b(marketing|marketeer|growth|demand gen(eration)?|brand|branding|content|copywriter|seo|sem|ppc|communications?|public relations|pr|social media|community|events?|advertising|media|press|publicity|kommunikation|marketingleit\w*|mercadeo|comunica\w+)\b/,
    'marketing',
  ],
  [
    /\b(sales|go to market|account (executive|manager|director)|key accounts?|business development|sdr|bdr|revenue|commercial|partnerships?|alliances?|channel|partner manager|pre ?sales|vertrieb\w*|verkauf\w*|verkoop|ventas|vendas|vendite|commerciale?|commercieel|comercial|salgs?\w*|forsaljning\w*|sprzedazy|myynti\w*|inside|territory)\b/,
    'sales',
  ],
  [/\b(product|produkt(?!ion)\w*|produit)\b/, 'product'],
  [
    /\b(chief information officer|information technology|it|information systems|sysadmin|system(s)? administrator|network (engineer|administrator|manager)|infrastructure (manager|director|engineer)|database administrator|edv|informatik|informatique|informatica|erp)\b/,
    'it',
  ],
  [
    /\b(research|researcher|scientist|science|scientific|r and d|laboratory|lab|principal investigator|forschung\w*|professor|postdoc\w*)\b/,
    'research',
  ],
  [
    /\b(engineer|engineering|engineers|developer|developers|development|software|devops|sre|site reliability|architect|technology|technical|tech|programmer|programming|qa|quality assurance|test automation|backend|frontend|full ?stack|mobile|ios|android|cloud|entwickl\w*|ingenieur\w*|ingeniero|technik|technisch\w*|techni(que|ca|co)|member of technical staff)\b/,
    'engineering',
  ],
  [
    /\b(operations?|operational|operating|operat(eur|ional)|logistics?|supply chain|project|programs?|programme|warehouse|facilities|facility|fleet|production|plant|projekt\w*|projet|proyectos?|progetto|manufacturing|quality|delivery|administration|administrative|administrator|coordinator|scheduling|dispatch\w*|betrieb\w*|betriebsleit\w*|produktion\w*|logistik\w*|service|foreman|site manager|store manager|branch manager|sustainability)\b/,
    'operations',
  ],
  [
    /\b(founder|cofounder|owner|proprietor|entrepreneur|self employed|selbst(a|ae)ndige?r?|president[ea]?|chairman|chairwoman|chairperson|chair|board|partner|principal|general manager|country manager|director|direct(ora|eur|rice)|diretor[a]?|direttore|chief|inhaber(in)?|eigenaar|wlasciciel(ka)?|zaakvoerder|gruender(in)?|mitgruender(in)?|vorstand\w*|prokurist(in)?|gesellschafter(in)?|titolare|duen[oa]|propietari[oa]|proprietari[oa]|fundador[ae]?|cofundador[ae]?|fondat\w+|cofondat\w+|oprichter|grundare|gerente|soci[oa]|associe)\b/,
    'executive',
  ],
];

/** Functions that stand side by side in a title: of "sales & marketing" the first is meant first. */
export const SIDE_BY_SIDE = (() => {
  const functions =
    'sales|marketing|finance|operations|product|engineering|people|hr|it|legal|procurement|support|design|communications|technology|strategy|growth|partnerships|revenue|vertrieb|verkauf|einkauf|logistik|ventas|compras|coo|cfo|cto|cmo|cro|cpo|cio|ciso|chro';
  return new RegExp(
    `\\b(${functions})\\s*(?:&|/|,|\\+|\\||\\band\\b|\\bund\\b|\\bet\\b|\\by\\b|\\be\\b)\\s*(?:${functions})\\b`,
    'i',
  );
})();
