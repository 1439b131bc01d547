import type { SENIORITIES } from '../campaigns/icp.ts';

export type Seniority = (typeof SENIORITIES)[number];

/**
 * Titles as people write them, after `plainTitle` (lower case, no accents, abbreviations spelled out). The first rule that matches decides, so what is narrower
 * stands before what is wider ("vice president" before "president", "product owner" before "owner").
 */
export const SENIORITY_RULES: readonly (readonly [RegExp, Seniority])[] = [
  [
    /\b(intern|internship|trainee|apprentice|werkstudent\w*|working student|praktikant\w*|auszubildende[rn]?|azubi|volontar(in)?|stagiaire|alternante?|apprenti|becari[oa]|tirocinante|estagiari[oa]|stazysta|praktykant(ka)?)\b/,
    'intern',
  ],
  // Who was or would like to be something does not decide. "CEO (ex-Google)" is one still.
  [
    /\b(former|formerly|ex|aspiring|future|ehemalig\w*|ancien(ne)?|anterior) (co ?)?(chief|president|founder|owner|partner|director|head|vice|senior|managing|general|manager|geschaeftsfuehr\w*|geschaftsfuhr\w*|directeur|directrice)|\b(retired|emeritus|emerita|im ruhestand|pensioniert|retraitee?|jubilad[oa])\b/,
    'entry',
  ],
  [/\b(assistant|secretary|aide|adviser|advisor) to\b|\b(executive|personal|virtual|team|office) assistant\b/, 'entry'],
  [
    /\bassistenz der\b|\bassistent(in)? der\b|\bassistante? de (direction|gestion)\b|\basistente de (direccion|gerencia)\b|\bassistente (di|de) (direzione|direcao|diretoria)\b|\bdirektionsassist\w*/,
    'entry',
  ],
  [/\b(product|process|service|data|scrum|system|block|deal) owners?\b/, 'senior'],
  [/\b(founder|entrepreneur|executive) in residence\b/, 'senior'],
  [/\bfounding (engineer|designer|developer|scientist|account|product|sales|member|team|marketer)/, 'senior'],
  [
    /\b(co ?)?(founder|founders|founding partner|founding)\b|\b(mit)?(be)?gruender(in)?\b|\bfondat(eur|rice|ore)\b|\bcofondat|\b(co)?fundador[ae]?\b|\boprichter\b|\bgrundare\b|\bgruendungs/,
    'founder',
  ],
  [
    /\b(owner|co owner|proprietor|entrepreneur|self employed|selbst(a|ae)ndige?r?|inhaber(in)?|eigenaar|eigentuemer(in)?|wlasciciel(ka)?|proprietaire|propietari[oa]|proprietari[oa]|duen[oa]|titolare|vlasnik|sole trader)\b/,
    'owner',
  ],
  [/\b(deputy|assistant|associate|regional|junior) (managing director|general manager|chief)\b/, 'director'],
  [/\bchief of staff\b/, 'director'],
  // Before "vice president": an executive vice president who is also the chief financial officer is the latter.
  [/\bchief( \w+){1,4} officer\b/, 'c_suite'],
  [/\b(vice president|vicepresident[ea]|vizeprasident(in)?)\b/, 'vp'],
  [/\bchief (engineer|architect|accountant|editor|nurse|pilot|chef)\b|\beditor in chief\b/, 'head'],
  [
    /\b(chief|president[ea]?|prasident(in)?|prezes|presidente|chairman|chairwoman|chairperson|chair|board member|vorstand\w*|aufsichtsrat)\b/,
    'c_suite',
  ],
  [
    /\b(managing director|general director|director general|directeur general|diretor geral|direttore generale|amministratore delegato|administrateur delegue|consejer[oa] delegad[oa]|daglig leder|verkstallande direktor|geschaeftsfuehr(er|erin|ung|ender gesellschafter)|geschaftsfuhr(er|erin|ung)|geschaeftsleitung|geschaftsleitung|geschaftsfuhrender gesellschafter|pdg|president directeur general|gerante?|gerente general|toimitusjohtaja|ugyvezeto|jednatel|administrerende direktor|zaakvoerder|algemeen directeur|statutair directeur|administrador unico)\b/,
    'c_suite',
  ],
  [
    /\b(business|hr|human resources|people|talent|acquisition|finance|channel|technology|success|delivery|sales) partner\b/,
    'senior',
  ],
  [
    /\b(partner|channel|alliance|alliances) (manager|director|lead|success|marketing|sales|account|development|engineer|operations)\b/,
    'manager',
  ],
  [
    /\b(partner|senior partner|managing partner|general partner|associate partner|venture partner|gesellschafter(in)?|soci[oa]|associe)\b/,
    'partner',
  ],
  [/\b(team|gruppen|schicht)leit\w*/, 'manager'],
  [/\bgeneral counsel\b|\bjustitiar(in)?\b/, 'head'],
  [/\b\w{4,}chef(in)?\b/, 'head'],
  [
    /\bgeneral manager\b|\bcountry manager\b|\bprokurist(in)?\b|\bhead\b|\bhoofd\b|\b\w*leit(er|erin|ung)\b|\bglobal lead\b|\bjef[ea] de\b|\bresponsabile\b/,
    'head',
  ],
  [
    /\bdirect(or|ora|eur|rice|eurin)\b|\bdiretor[a]?\b|\bdirett(ore|rice)\b|\b\w*direktor(in|en)?\b|\bdyrektor(ka)?\b|\breditel(ka)?\b|\b\w+johtaja\b/,
    'director',
  ],
  [
    /\b(senior|staff|principal|lead|distinguished|expert) (software|backend|frontend|full|machine|data|security|site|cloud|mobile|platform|systems|solutions|product designer|designer|ux|engineer|developer|architect|scientist|analyst|consultant|researcher|qa|test|devops)/,
    'senior',
  ],
  [/\b(technical|tech|engineering team|squad|scrum|team) (lead|leader|master)\b/, 'senior'],
  [
    /\b(manager|managerin|kierowni(k|czka)|supervisor|superintendent|gerente|responsable|foreman|teamlead|controller|coordinador general|chef de|bereichsleiter)\b/,
    'manager',
  ],
  [/\b\w+ lead\b|\blead$/, 'manager'],
  [/\bprincipal\b$/, 'partner'],
  [/\b(senior|staff|principal|lead|leading|distinguished|fellow|expert|specialist iii|architect)\b/, 'senior'],
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
  hrbp: 'human resources business partner',
  dpo: 'data protection officer',
  tpm: 'technical program manager',
  devrel: 'developer relations',
  gtm: 'go to market',
  bi: 'business intelligence',
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
  rev: 'revenue',
  drh: 'directeur ressources humaines',
  daf: 'directeur financier',
  dsi: 'directeur informatique',
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
