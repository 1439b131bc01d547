import type { DEPARTMENTS, SENIORITIES } from '../campaigns/icp.ts';

export type Department = (typeof DEPARTMENTS)[number];
export type Seniority = (typeof SENIORITIES)[number];

/**
 * Titles as people write them, after `plainTitle` (lower case, no accents, abbreviations spelled out). The first rule that matches decides, so what is narrower
 * stands before what is wider ("vice president" before "president", "product owner" before "owner").
 */
export const SENIORITY_RULES: readonly (readonly [RegExp, Seniority])[] = [
  [
    /\b(intern|internship|werkstudent\w*|working student|praktikant\w*|stagiaire|becari[oa]|tirocinante|estagiari[oa])\b/,
    'intern',
  ],
  [/\b(assistant|secretary|aide|adviser|advisor) to\b|\b(executive|personal|virtual|team|office) assistant\b/, 'entry'],
  [/\bassistenz der\b|\bassistentin? der\b/, 'entry'],
  [/\b(product|process|service|data|scrum|system|block|deal) owners?\b/, 'senior'],
  [/\bfounding (engineer|designer|developer|scientist|account|product|sales|member|team|marketer)/, 'senior'],
  [
    /\b(co ?)?(founder|founders|founding partner|founding)\b|\b(mit)?(be)?gruender(in)?\b|\bfondat(eur|rice|ore)\b|\bcofondat|\b(co)?fundador[ae]?\b|\boprichter\b|\bgrundare\b|\bgruendungs/,
    'founder',
  ],
  [
    /\b(owner|co owner|proprietor|inhaber(in)?|eigenaar|eigentuemer(in)?|proprietaire|propietari[oa]|proprietari[oa]|duen[oa]|titolare|vlasnik|sole trader)\b/,
    'owner',
  ],
  [/\bvice president\b/, 'vp'],
  [/\b(deputy|assistant|associate|regional|junior) (managing director|general manager|chief)\b/, 'director'],
  [/\bchief of staff\b/, 'director'],
  [/\bchief (engineer|architect|accountant|editor|nurse|pilot|chef)\b|\beditor in chief\b/, 'head'],
  [
    /\bchief( \w+){1,4} officer\b|\b(chief|president[ea]?|chairman|chairwoman|chairperson|chair|board member|vorstand\w*|aufsichtsrat)\b/,
    'c_suite',
  ],
  [
    /\b(managing director|general director|director general|directeur general|diretor geral|direttore generale|amministratore delegato|administrateur delegue|consejer[oa] delegad[oa]|daglig leder|verkstallande direktor|geschaeftsfuehr(er|erin|ung|ender gesellschafter)|geschaftsfuhr(er|erin|ung)|pdg|president directeur general|gerant|zaakvoerder|algemeen directeur|statutair directeur|administrador unico)\b/,
    'c_suite',
  ],
  [/\b(business|hr|human resources|people|talent|finance|channel|technology) partner\b/, 'senior'],
  [
    /\b(partner|channel|alliance|alliances) (manager|director|lead|success|marketing|sales|account|development|engineer|operations)\b/,
    'manager',
  ],
  [
    /\b(partner|senior partner|managing partner|general partner|associate partner|venture partner|gesellschafter(in)?|soci[oa]|associe)\b/,
    'partner',
  ],
  [
    /\bgeneral manager\b|\bcountry manager\b|\bprokurist(in)?\b|\bhead\b|\bhoofd\b|\b\w*leit(er|erin|ung)\b|\bglobal lead\b|\bjef[ea] de\b|\bresponsabile\b/,
    'head',
  ],
  [/\bdirect(or|ora|eur|rice|eurin)\b|\bdiretor[a]?\b|\bdirettore\b|\bdirektor(in)?\b/, 'director'],
  [
    /\b(senior|staff|principal|lead|distinguished|expert) (software|backend|frontend|full|machine|data|security|site|cloud|mobile|platform|systems|solutions|product designer|designer|ux|engineer|developer|architect|scientist|analyst|consultant|researcher|qa|test|devops)/,
    'senior',
  ],
  [/\b(technical|tech|engineering team|squad|scrum|team) (lead|leader|master)\b/, 'senior'],
  [
    /\b(manager|managerin|supervisor|superintendent|gerente|responsable|foreman|teamlead|controller|coordinador general|chef de|bereichsleiter)\b/,
    'manager',
  ],
  [/\b\w+ lead\b|\blead$/, 'manager'],
  [/\bprincipal\b$/, 'partner'],
  [/\b(senior|staff|principal|lead|leading|distinguished|fellow|expert|specialist iii|architect)\b/, 'senior'],
];

/** Function words of a title. Narrow functions stand before wide ones: "product marketing" is marketing, "sales operations" revenue operations. */
export const DEPARTMENT_RULES: readonly (readonly [RegExp, Department])[] = [
  [
    /\b(executive|personal|virtual|team|office|administrative) assistant\b|\bassistant to\b|\bchief of staff\b|\breceptionist\b|\boffice (manager|administrator|coordinator)\b/,
    'operations',
  ],
  [
    /\b(chief executive|managing director|general director|director general|directeur general|diretor geral|direttore generale|amministratore delegato|geschaeftsfuehr\w*|geschaftsfuhr\w*|daglig leder|verkstallande direktor|algemeen directeur|pdg)\b/,
    'executive',
  ],
  [
    /\b(revenue|sales|marketing|go to market|gtm|crm|growth) operations\b|\bcrm\b|\bsales enablement\b/,
    'revenue_operations',
  ],
  [
    /\bcustomer (success|experience|onboarding)\b|\bclient (success|services?|relations|director|partner)\b|\bonboarding\b|\bimplementation\b|\bchief customer officer\b/,
    'customer_success',
  ],
  [
    /\b(support|help ?desk|service desk|customer (service|care|support)|kundenservice|kundenbetreuung|sav)\b/,
    'support',
  ],
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
    /\b(recruit\w*|talent|human resources|hr|people|payroll|personal(leiter\w*|referent\w*|wesen)|recursos humanos|ressources humaines|rh|workplace|learning and development|employer)\b/,
    'hr',
  ],
  [
    /\b(legal|counsel|attorney|lawyer|paralegal|compliance|privacy|data protection|jurist\w*|solicitor|regulatory)\b/,
    'legal',
  ],
  [
    /\b(finance|financial|accounting|accountant|accounts (payable|receivable)|controller|controlling|treasur\w*|bookkeep\w*|tax|audit\w*|billing|investor relations|finanz\w*|buchhalt\w*|financier|comptable|contab\w*|finanz[ae])\b/,
    'finance',
  ],
  [
    /\b(procurement|purchasing|buyer|sourcing|category manager|einkauf\w*|achats|compras|acquisti|inkoper|vendor management)\b/,
    'procurement',
  ],
  [
    /\b(marketing|marketeer|growth|demand generation|brand|branding|content|copywriter|seo|sem|ppc|communications?|public relations|pr|social media|community|events?|advertising|media|press|publicity|kommunikation|marketingleit\w*|mercadeo|comunica\w+)\b/,
    'marketing',
  ],
  [
    /\b(sales|account (executive|manager|director)|key accounts?|business development|sdr|bdr|revenue|commercial|partnerships?|alliances?|channel|partner manager|pre ?sales|vertrieb\w*|verkauf\w*|verkoop|ventas|vendas|vendite|commerciale?|comercial|salg|forsaljning|inside|territory)\b/,
    'sales',
  ],
  [/\b(product|produkt\w*|produit)\b/, 'product'],
  [
    /\b(chief information officer|information technology|it|information systems|sysadmin|system(s)? administrator|network (engineer|administrator|manager)|infrastructure (manager|director|engineer)|database administrator|edv|informatik|informatica|erp)\b/,
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
    /\b(operations?|operational|operating|operat(eur|ional)|logistics?|supply chain|project|programs?|programme|warehouse|facilities|facility|fleet|production|plant|manufacturing|quality|delivery|administration|administrative|administrator|coordinator|scheduling|dispatch\w*|betrieb\w*|betriebsleit\w*|produktion\w*|logistik\w*|service|foreman|site manager|store manager|branch manager|sustainability)\b/,
    'operations',
  ],
  [
    /\b(founder|cofounder|owner|proprietor|president[ea]?|chairman|chairwoman|chairperson|chair|board|partner|principal|general manager|country manager|director|direct(ora|eur|rice)|diretor[a]?|direttore|chief|inhaber(in)?|eigenaar|gerant|zaakvoerder|gruender(in)?|mitgruender(in)?|vorstand\w*|prokurist(in)?|gesellschafter(in)?|titolare|duen[oa]|propietari[oa]|proprietari[oa]|fundador[ae]?|cofundador[ae]?|fondat\w+|cofondat\w+|oprichter|grundare|gerente|soci[oa]|associe)\b/,
    'executive',
  ],
];

/** Abbreviations as whole words, spelled out before the rules are asked. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ceo: 'chief executive officer',
  cto: 'chief technology officer',
  cfo: 'chief financial officer',
  coo: 'chief operating officer',
  cmo: 'chief marketing officer',
  cro: 'chief revenue officer',
  cio: 'chief information officer',
  ciso: 'chief information security officer',
  cpo: 'chief product officer',
  chro: 'chief human resources officer',
  cco: 'chief commercial officer',
  cdo: 'chief data officer',
  cso: 'chief strategy officer',
  cxo: 'chief customer officer',
  clo: 'chief legal officer',
  md: 'managing director',
  gm: 'general manager',
  vp: 'vice president',
  svp: 'senior vice president',
  evp: 'executive vice president',
  avp: 'associate vice president',
  rvp: 'regional vice president',
  sr: 'senior',
  snr: 'senior',
  jr: 'junior',
  mgr: 'manager',
  dir: 'director',
  eng: 'engineering',
  engr: 'engineer',
  mktg: 'marketing',
  ops: 'operations',
  revops: 'revenue operations',
  bizdev: 'business development',
  bd: 'business development',
  biz: 'business',
  dev: 'developer',
  ae: 'account executive',
  csm: 'customer success manager',
  pm: 'product manager',
  ea: 'executive assistant',
  acct: 'account',
  assoc: 'associate',
  asst: 'assistant',
  admin: 'administrator',
  exec: 'executive',
  tech: 'technical',
  hod: 'head',
  vd: 'verkstallande direktor',
  dg: 'directeur general',
  gf: 'geschaeftsfuehrer',
  gl: 'general lead',
};
