import { isElement, isText, type PageElement, textWithin } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';

/** A business as a page's structured data describes it: its types and the names of properties that have a value. */
export type BusinessData = Readonly<{
  types: readonly string[];
  properties: ReadonlySet<string>;
  how: 'JSON-LD' | 'microdata' | 'RDFa';
}>;

/** Types of schema.org below LocalBusiness that small businesses use; the full list is long, and what ends in these words is one too. */
const LOCAL =
  /^(?:LocalBusiness|.*(?:Business|Store|Shop|Restaurant|Bakery|Bar|Pub|Brewery|Winery|Cafe\w*|CoffeeShop|Dentist|Physician|Clinic|MedicalClinic|Hospital|Pharmacy|Optician|Attorney|LegalService|Notary|Hotel|Motel|Hostel|Resort|BedAndBreakfast|Campground|LodgingBusiness|Salon|Spa|DaySpa|Gym|HealthClub|ExerciseGym|Plumber|Electrician|HVACBusiness|Locksmith|RoofingContractor|GeneralContractor|HousePainter|MovingCompany|AutoRepair|AutoDealer|AutoBodyShop|GasStation|CarWash|RealEstateAgent|InsuranceAgency|AccountingService|FinancialService|BankOrCreditUnion|TravelAgency|ChildCare|DryCleaningOrLaundry|EmploymentAgency|AnimalShelter|VeterinaryCare|Florist|FoodEstablishment|FastFoodRestaurant|IceCreamShop|ProfessionalService|SelfStorage|TattooParlor|NailSalon|HairSalon|BeautySalon|Library|MovieTheater|NightClub|GolfCourse|BowlingAlley|SportsClub|TouristInformationCenter))$/;
const ORGANIZATION =
  /^(?:Organization|Corporation|OnlineStore|OnlineBusiness|NGO|EducationalOrganization|School|CollegeOrUniversity|Airline|Consortium|NewsMediaOrganization|PerformingGroup|SportsOrganization|ResearchOrganization|MedicalOrganization|GovernmentOrganization|Project|FundingScheme|LibrarySystem|WorkersUnion)$/;

export const isLocalBusiness = ({ types }: BusinessData): boolean => types.some((type) => LOCAL.test(type));
const isBusiness = (types: readonly string[]): boolean =>
  types.some((type) => LOCAL.test(type) || ORGANIZATION.test(type));

const typeName = (type: string): string => type.trim().replace(/^(?:https?:\/\/schema\.org\/|schema:)/i, '');
const hasValue = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** The businesses that a page describes, in JSON-LD, microdata or RDFa. */
export const businessesOf = (facts: PageFacts): readonly BusinessData[] => [...inJsonLd(facts), ...inMarkup(facts)];

const inJsonLd = (facts: PageFacts): readonly BusinessData[] =>
  facts.things().flatMap((thing): BusinessData[] => {
    const types = [thing['@type']]
      .flat()
      .filter((type) => typeof type === 'string')
      .map(typeName);
    const properties = new Set(Object.keys(thing).filter((key) => !key.startsWith('@') && hasValue(thing[key])));
    // A mere reference to another node, or an employer or author named in passing, is no description.
    return isBusiness(types) && properties.size > 1 ? [{ types, properties, how: 'JSON-LD' }] : [];
  });

const inMarkup = (facts: PageFacts): readonly BusinessData[] =>
  facts.elements().flatMap((element): BusinessData[] => {
    const { itemtype, typeof: rdfa } = element.attribs;
    if (itemtype === undefined && rdfa === undefined) return [];
    const types = (itemtype ?? rdfa ?? '').split(/\s+/).map(typeName);
    if (!isBusiness(types)) return [];
    const how = itemtype === undefined ? 'RDFa' : 'microdata';
    return [{ types, properties: propertiesWithin(element, how === 'microdata' ? 'itemprop' : 'property'), how }];
  });

/** The names of properties with a value in an item, nested items counted as one value. */
const propertiesWithin = (item: PageElement, attribute: 'itemprop' | 'property'): ReadonlySet<string> => {
  const found = new Set<string>();
  const visit = (nodes: PageElement['children']): void => {
    for (const node of nodes) {
      if (isText(node) || !isElement(node)) continue;
      const names = (node.attribs[attribute] ?? '').split(/\s+/).filter((name) => name !== '');
      const value = node.attribs['content'] ?? node.attribs['href'] ?? node.attribs['src'] ?? textWithin(node.children);
      if (value !== '' || node.children.length > 0) for (const name of names) found.add(name.replace(/^schema:/, ''));
      const nested = node.attribs['itemtype'] !== undefined || node.attribs['typeof'] !== undefined;
      if (!nested) visit(node.children);
    }
  };
  visit(item.children);
  return found;
};
