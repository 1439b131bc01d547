import fc from 'fast-check';
import { IcpCriteria } from '../../../functions/campaigns/icp.ts';
import {
  judgeTitle,
  LEAST_PERSONA_MATCH,
  personaMatch,
  plainTitle,
  titleLikeness,
} from '../../../functions/contacts/persona.ts';

const DECIDES = new Set(['owner', 'founder', 'c_suite', 'partner', 'vp', 'head', 'director']);

const titles: readonly (readonly [string, string, string])[] = [
  ['Founder & CEO', 'executive', 'founder'],
  ['CEO', 'executive', 'c_suite'],
  ['Co-Founder, CTO', 'engineering', 'founder'],
  ['Co-founder & COO', 'operations', 'founder'],
  ['Founder', 'executive', 'founder'],
  ['Cofounder', 'executive', 'founder'],
  ['Founding Partner', 'executive', 'founder'],
  ['Founding Engineer', 'engineering', 'senior'],
  ['Founding Account Executive', 'sales', 'senior'],
  ['Owner', 'executive', 'owner'],
  ['Owner-Operator', 'executive', 'owner'],
  ['Proprietor', 'executive', 'owner'],
  ['Product Owner', 'product', 'senior'],
  ['Chief Executive Officer', 'executive', 'c_suite'],
  ['Chief Technology Officer', 'engineering', 'c_suite'],
  ['Chief Revenue Officer', 'sales', 'c_suite'],
  ['Chief Marketing Officer (CMO)', 'marketing', 'c_suite'],
  ['Chief People Officer', 'hr', 'c_suite'],
  ['Chief Information Security Officer', 'security', 'c_suite'],
  ['CISO', 'security', 'c_suite'],
  ['CIO', 'it', 'c_suite'],
  ['CFO', 'finance', 'c_suite'],
  ['Interim CFO', 'finance', 'c_suite'],
  ['Chief Product Officer', 'product', 'c_suite'],
  ['Chief Customer Officer', 'customer_success', 'c_suite'],
  ['Chief Data Officer', 'data', 'c_suite'],
  ['Chief Legal Officer & General Counsel', 'legal', 'c_suite'],
  ['Chief of Staff', 'operations', 'director'],
  ['Chief Engineer', 'engineering', 'head'],
  ['President', 'executive', 'c_suite'],
  ['President & CEO', 'executive', 'c_suite'],
  ['Chairman of the Board', 'executive', 'c_suite'],
  ['Managing Director', 'executive', 'c_suite'],
  ['MD', 'executive', 'c_suite'],
  ['Managing Partner', 'executive', 'partner'],
  ['Partner', 'executive', 'partner'],
  ['Senior Partner', 'executive', 'partner'],
  ['Principal', 'executive', 'partner'],
  ['Partner Marketing Manager', 'marketing', 'manager'],
  ['HR Business Partner', 'hr', 'senior'],
  ['VP of Sales', 'sales', 'vp'],
  ['VP Marketing', 'marketing', 'vp'],
  ['SVP, Engineering', 'engineering', 'vp'],
  ['EVP Operations', 'operations', 'vp'],
  ['Vice President, Customer Success', 'customer_success', 'vp'],
  ['Vice President', 'executive', 'vp'],
  ['Assistant Vice President, Finance', 'finance', 'vp'],
  ['Head of Growth', 'marketing', 'head'],
  ['Head of Operations', 'operations', 'head'],
  ['Head of Service', 'operations', 'head'],
  ['Head of People & Talent', 'hr', 'head'],
  ['Head of IT', 'it', 'head'],
  ['Head of Data Science', 'data', 'head'],
  ['Global Head of Partnerships', 'sales', 'head'],
  ['General Manager', 'executive', 'head'],
  ['Country Manager, Spain', 'executive', 'head'],
  ['Director of Demand Generation', 'marketing', 'director'],
  ['Director', 'executive', 'director'],
  ['Sr. Director, Product Marketing', 'marketing', 'director'],
  ['Associate Director of Research', 'research', 'director'],
  ['Marketing Director', 'marketing', 'director'],
  ['Creative Director', 'design', 'director'],
  ['Art Director', 'design', 'director'],
  ['IT Director', 'it', 'director'],
  ['Director of Sales Operations', 'revenue_operations', 'director'],
  ['Director of Engineering', 'engineering', 'director'],
  ['Marketing Manager', 'marketing', 'manager'],
  ['Product Manager', 'product', 'manager'],
  ['Senior Product Manager', 'product', 'manager'],
  ['Product Marketing Manager', 'marketing', 'manager'],
  ['RevOps Manager', 'revenue_operations', 'manager'],
  ['Office Manager', 'operations', 'manager'],
  ['Account Manager', 'sales', 'manager'],
  ['Key Account Manager', 'sales', 'manager'],
  ['Customer Success Manager', 'customer_success', 'manager'],
  ['Customer Support Manager', 'support', 'manager'],
  ['Project Manager', 'operations', 'manager'],
  ['Engineering Manager', 'engineering', 'manager'],
  ['Community Manager', 'marketing', 'manager'],
  ['Procurement Manager', 'procurement', 'manager'],
  ['Assistant Manager', 'other', 'manager'],
  ['Store Manager', 'operations', 'manager'],
  ['Financial Controller', 'finance', 'manager'],
  ['Marketing Lead', 'marketing', 'manager'],
  ['Tech Lead', 'engineering', 'senior'],
  ['Team Leader', 'other', 'senior'],
  ['Lead Designer', 'design', 'senior'],
  ['Sr. Software Engineer', 'engineering', 'senior'],
  ['Senior Account Executive', 'sales', 'senior'],
  ['Staff Engineer', 'engineering', 'senior'],
  ['Principal Data Scientist', 'data', 'senior'],
  ['Solutions Architect', 'engineering', 'senior'],
  ['Account Executive', 'sales', 'entry'],
  ['Sales Executive', 'sales', 'entry'],
  ['SDR', 'sales', 'entry'],
  ['Business Development Representative', 'sales', 'entry'],
  ['Software Engineer', 'engineering', 'entry'],
  ['Full-stack Developer', 'engineering', 'entry'],
  ['Data Scientist', 'data', 'entry'],
  ['Machine Learning Engineer', 'data', 'entry'],
  ['Research Scientist', 'research', 'entry'],
  ['Product Designer', 'design', 'entry'],
  ['UX Researcher', 'design', 'entry'],
  ['Recruiter', 'hr', 'entry'],
  ['Technical Recruiter', 'hr', 'entry'],
  ['Bookkeeper', 'finance', 'entry'],
  ['Paralegal', 'legal', 'entry'],
  ['Executive Assistant to the CEO', 'operations', 'entry'],
  ['Assistant to the Founder', 'operations', 'entry'],
  ['Marketing Intern', 'marketing', 'intern'],
  ['Software Engineering Internship', 'engineering', 'intern'],
  ['International Sales Manager', 'sales', 'manager'],
  ['Internal Auditor', 'finance', 'entry'],
  ['Systems Administrator', 'it', 'entry'],
  ['Security Engineer', 'security', 'entry'],
  ['Barista', 'other', 'entry'],
  ['Geschäftsführer', 'executive', 'c_suite'],
  ['Geschaeftsfuehrerin', 'executive', 'c_suite'],
  ['Inhaberin', 'executive', 'owner'],
  ['Gründer & Geschäftsführer', 'executive', 'founder'],
  ['Vertriebsleiter', 'sales', 'head'],
  ['Leiterin Marketing', 'marketing', 'head'],
  ['Leiter Einkauf', 'procurement', 'head'],
  ['Prokurist', 'executive', 'head'],
  ['Directeur général', 'executive', 'c_suite'],
  ['Directrice commerciale', 'sales', 'director'],
  ['Gérant', 'executive', 'c_suite'],
  ['Fondatrice', 'executive', 'founder'],
  ['Responsable marketing', 'marketing', 'manager'],
  ['Director General', 'executive', 'c_suite'],
  ['Gerente de Ventas', 'sales', 'manager'],
  ['Jefe de Compras', 'procurement', 'head'],
  ['Sócio', 'executive', 'partner'],
  ['Diretora de Marketing', 'marketing', 'director'],
  ['Titolare', 'executive', 'owner'],
  ['Amministratore delegato', 'executive', 'c_suite'],
  ['Eigenaar', 'executive', 'owner'],
  ['Directeur', 'executive', 'director'],
  ['Daglig leder', 'executive', 'c_suite'],
  ['Présidente', 'executive', 'c_suite'],
  ['代表取締役社長', 'executive', 'c_suite'],
];

test.each(titles)('%s: %s, %s', (title, department, seniority) => {
  expect(judgeTitle(title)).toEqual({ department, seniority, decisionMaker: DECIDES.has(seniority) });
});

test('the table stands for real life: more than a hundred titles', () => {
  expect(new Set(titles.map(([title]) => title)).size).toBeGreaterThan(100);
});

test('no title says nothing', () => {
  expect(judgeTitle(null)).toEqual({ department: 'other', seniority: 'entry', decisionMaker: false });
  expect(judgeTitle('  ')).toEqual(judgeTitle(null));
});

test('case, punctuation, accents and abbreviations make no difference', () => {
  expect(plainTitle('Sr. VP, Mktg & Ops')).toBe('senior vice president marketing operations');
  for (const title of ['v.p. of sales', 'VP Sales', 'Vice-President, Sales', 'VICE PRESIDENT SALES'])
    expect(judgeTitle(title)).toEqual(judgeTitle('VP of Sales'));
});

test.each([
  ['VP of Marketing', 'VP Marketing', 1, 1],
  ['CEO', 'Chief Executive Officer', 1, 1],
  ['CEO', 'Founder & CEO', 0.9, 0.9],
  ['Co-founder & CEO', 'Founder & CEO', 1, 1],
  ['Head of Brand Marketing', 'Head of Marketing', 0.9, 0.9],
  ['Marketing Director', 'Director of Marketing', 1, 1],
  ['Head of Marketing', 'VP Marketing', 0.6, 0.7],
  ['VP Sales', 'VP Marketing', 0.3, 0.5],
  ['Barista', 'VP Marketing', 0, 0.1],
  ['Director', 'Director of Engineering', 0, 0.5],
])('%s is like %s by %d..%d', (title, wanted, least, most) => {
  const likeness = titleLikeness(title, wanted);
  expect(likeness).toBeGreaterThanOrEqual(least);
  expect(likeness).toBeLessThanOrEqual(most);
});

const persona = (value: object) => IcpCriteria.parse({ name: 'x', persona: value }).persona;
const marketing = persona({
  jobTitles: ['Head of Marketing', 'VP Marketing'],
  departments: ['marketing'],
  seniority: ['vp', 'head', 'director'],
});

test.each([
  ['VP Marketing', 200, true],
  ['Head of Growth', 200, true],
  ['Marketing Director', 200, true],
  ['VP Sales', 200, false],
  ['Sr. Software Engineer', 200, false],
  ['Office Manager', 200, false],
  ['Founder & CEO', 200, false],
  ['Founder & CEO', 12, true],
  ['Owner', 3, true],
  ['Co-Founder, CTO', 30, true],
  ['Data Scientist', 12, false],
  [null, 12, false],
])('%s at a company of %d is whom a marketing persona means: %s', (title, headcount, fits) => {
  expect(personaMatch(title, marketing, headcount) >= LEAST_PERSONA_MATCH).toBe(fits);
});

test('the title asked for beats everybody else', () => {
  expect(personaMatch('VP Marketing', marketing, 12)).toBeGreaterThan(personaMatch('Founder & CEO', marketing, 12));
});

test('without a persona those who decide come first', () => {
  const order = [
    'CEO',
    'Managing Partner',
    'VP Sales',
    'Head of Growth',
    'Director',
    'Marketing Manager',
    null,
    'Senior Engineer',
    'Barista',
    'Intern',
  ];
  const matches = order.map((title) => personaMatch(title, persona({}), null));
  expect(matches).toEqual([...matches].sort((a, b) => b - a));
});

test('a match lies between 0 and 1 whatever the title and persona', () => {
  const anyTitle = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...titles.map(([title]) => title)));
  fc.assert(
    fc.property(
      anyTitle,
      fc.array(anyTitle, { maxLength: 3 }),
      fc.integer({ min: 0, max: 500 }),
      (title, jobTitles, headcount) => {
        const match = personaMatch(title, { ...marketing, jobTitles }, headcount);
        expect(match).toBeGreaterThanOrEqual(0);
        expect(match).toBeLessThanOrEqual(1);
      },
    ),
  );
});
