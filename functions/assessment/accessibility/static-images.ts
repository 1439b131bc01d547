import { accessibleName, attributeName, isPresentational } from '../element-name.ts';
import { isText, type PageElement } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';
import type { CheckOutcome, Rule } from '../rule.ts';
import { axeRule, judgeEach, roleOf, typeOf } from './static-rule.ts';

const imageProblem =
  (facts: PageFacts) =>
  (image: PageElement): string | null => {
    const { alt } = image.attribs;
    const role = roleOf(image);
    if (isPresentational(image) || attributeName(facts, image) !== '') return null;
    // An image of another role has rules of its own.
    if (role !== '' && role !== 'img' && role !== 'image') return null;
    if (alt === undefined) return 'The image has no alt text.';
    return alt !== '' && alt.trim() === '' ? 'The alt text of the image is nothing but spaces.' : null;
  };

/** Images that say nothing to those who do not see them. Rule: axe-core `image-alt`; an empty alt marks an image that only adorns. */
export const imagesWithoutText = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('img').filter(({ inSvg }) => !inSvg),
    imageProblem(facts),
  );

const named =
  (facts: PageFacts, problem: string) =>
  (element: PageElement): string | null =>
    attributeName(facts, element) === '' && !isPresentational(element) ? problem : null;

const drawn = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('svg').filter((svg) => ['img', 'image', 'graphics-document', 'graphics-symbol'].includes(roleOf(svg))),
    (svg) => (accessibleName(facts, svg) === '' ? 'The drawing has no title.' : null),
  );

const PICTURE_ELEMENTS = new Set(['img', 'area', 'input', 'object', 'svg']);

const playingImages = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.elements().filter((element) => {
      const role = element.attribs['role'] === undefined ? '' : roleOf(element);
      return (role === 'img' || role === 'image') && !PICTURE_ELEMENTS.has(element.name) && !element.inSvg;
    }),
    named(facts, 'The element plays an image but has no name.'),
  );

const imageButtons = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('input').filter((input) => typeOf(input) === 'image'),
    (input) =>
      (input.attribs['alt'] ?? '').trim() === '' && attributeName(facts, input) === ''
        ? 'The image button has no alt text.'
        : null,
  );

const mapAreas = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('area').filter(({ attribs }) => attribs['href'] !== undefined),
    (area) =>
      (area.attribs['alt'] ?? '').trim() === '' && attributeName(facts, area) === ''
        ? 'The area of the map has no alt text.'
        : null,
  );

/** The text that stands beside an image in a link or button, when it is what the image's alt says as well. */
const redundant = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('img').filter(({ attribs }) => (attribs['alt'] ?? '').trim() !== ''),
    (image) => {
      const alt = (image.attribs['alt'] ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
      const holder = image.parent?.name === 'a' || image.parent?.name === 'button' ? image.parent : null;
      const text = holder === null ? '' : visibleText(holder).toLowerCase();
      return text !== '' && text === alt
        ? `The alt text "${alt.slice(0, 60)}" says again what stands beside the image.`
        : null;
    },
  );

const visibleText = ({ children }: PageElement): string =>
  children
    .map((node) => (isText(node) ? node.data : ''))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();

const OBJECT_WITHOUT_NAME = 'The embedded object has no name.';

export const STATIC_IMAGE_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'image-alt', effort: 'hours' },
    title: 'Images have no alternative text',
    detail: 'Screen readers say the alt text in place of the image.',
    fix: 'Describe each image in alt; give alt="" to images that only adorn.',
    check: imagesWithoutText,
  }),
  axeRule({
    ...{ id: 'input-image-alt', effort: 'minutes' },
    title: 'Image buttons have no alternative text',
    fix: 'Say in alt what the button does.',
    check: imageButtons,
  }),
  axeRule({
    ...{ id: 'area-alt', effort: 'minutes' },
    title: 'Areas of image maps have no alternative text',
    fix: 'Say in the alt of each <area> where it leads.',
    check: mapAreas,
  }),
  axeRule({
    ...{ id: 'svg-img-alt', effort: 'minutes' },
    title: 'Drawings that play images have no title',
    fix: 'Give the <svg role="img"> a <title> or an aria-label.',
    check: drawn,
  }),
  axeRule({
    ...{ id: 'role-img-alt', effort: 'minutes' },
    title: 'Elements that play images have no name',
    fix: 'Give the element with role="img" an aria-label that says what it shows.',
    check: playingImages,
  }),
  axeRule({
    ...{ id: 'object-alt', effort: 'minutes' },
    title: 'Embedded objects have no name',
    fix: 'Say in the title or aria-label of the <object> what it shows.',
    check: (facts) =>
      judgeEach(
        facts,
        facts.named('object').filter(({ attribs }) => attribs['data'] !== undefined),
        (element) => (accessibleName(facts, element) === '' && !isPresentational(element) ? OBJECT_WITHOUT_NAME : null),
      ),
  }),
  axeRule({
    ...{ id: 'image-redundant-alt', effort: 'minutes' },
    title: 'Alternative texts repeat the text beside them',
    fix: 'Give alt="" to an image whose link or button says the same in words.',
    check: redundant,
  }),
];
