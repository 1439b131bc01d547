import { accessibleName, attributeName, isPresentational } from '../element-name.ts';
import { closest, type PageElement, textWithin } from '../page-elements.ts';
import type { PageFacts } from '../page-facts.ts';
import type { CheckOutcome, Rule } from '../rule.ts';
import { axeRule, judgeEach, roleOf, typeOf } from './static-rule.ts';

/** Kinds of input that need no label: they carry their own name or are not shown. */
const UNLABELLED = new Set(['hidden', 'image', 'button', 'submit', 'reset']);
const BUTTONS = new Set(['button', 'submit', 'reset']);
/** Roles whose elements other rules of axe judge. */
const NAMED_ELSEWHERE = new Set([
  'presentation',
  'none',
  'combobox',
  'listbox',
  'searchbox',
  'slider',
  'spinbutton',
  'textbox',
  'checkbox',
  'radio',
  'switch',
  'option',
  'menuitemcheckbox',
  'menuitemradio',
]);

const labelled = (facts: PageFacts): ((control: PageElement) => boolean) => {
  const targets = new Set(
    facts
      .named('label')
      .filter((label) => textWithin(label.children) !== '' || accessibleName(facts, label) !== '')
      .map(({ attribs }) => attribs['for'] ?? ''),
  );
  return (control) => {
    const { id = '' } = control.attribs;
    if (id !== '' && targets.has(id)) return true;
    const label = closest(control, ({ name }) => name === 'label');
    return label !== null && accessibleName(facts, label) !== '';
  };
};

const fields = (facts: PageFacts): CheckOutcome => {
  const isLabelled = labelled(facts);
  return judgeEach(
    facts,
    facts
      .named('input', 'textarea')
      .filter(
        (field) => !(field.name === 'input' && UNLABELLED.has(typeOf(field))) && !NAMED_ELSEWHERE.has(roleOf(field)),
      ),
    (field) =>
      isLabelled(field) || attributeName(facts, field) !== '' || (field.attribs['placeholder'] ?? '').trim() !== ''
        ? null
        : 'The field has no label.',
  );
};

const selects = (facts: PageFacts): CheckOutcome => {
  const isLabelled = labelled(facts);
  return judgeEach(facts, facts.named('select'), (select) =>
    isLabelled(select) || attributeName(facts, select) !== '' || isPresentational(select)
      ? null
      : 'The choice has no label.',
  );
};

const buttons = (facts: PageFacts): CheckOutcome => {
  const isLabelled = labelled(facts);
  return judgeEach(facts, facts.named('button'), (button) =>
    accessibleName(facts, button) !== '' || isPresentational(button) || isLabelled(button)
      ? null
      : 'The button has no name.',
  );
};

const inputButtons = (facts: PageFacts): CheckOutcome => {
  const isLabelled = labelled(facts);
  return judgeEach(
    facts,
    facts.named('input').filter((input) => BUTTONS.has(typeOf(input))),
    (input) => {
      const { value } = input.attribs;
      const named = value === undefined ? typeOf(input) !== 'button' : value.trim() !== '';
      return named || attributeName(facts, input) !== '' || isLabelled(input) || isPresentational(input)
        ? null
        : 'The button has no name.';
    },
  );
};

const links = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('a').filter(({ attribs, inSvg }) => attribs['href'] !== undefined && !inSvg),
    (link) => (accessibleName(facts, link) === '' && !isPresentational(link) ? 'The link has no name.' : null),
  );

/** Frames that only measure or load something have no size. */
const isSized = ({ attribs }: PageElement): boolean => attribs['width'] !== '0' && attribs['height'] !== '0';

const frames = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts
      .named('iframe', 'frame')
      .filter((frame) => isSized(frame) && !(frame.attribs['tabindex'] ?? '').startsWith('-')),
    (frame) => (attributeName(facts, frame) === '' && !isPresentational(frame) ? 'The frame has no title.' : null),
  );

const summaries = (facts: PageFacts): CheckOutcome =>
  judgeEach(
    facts,
    facts.named('summary').filter(({ parent }) => parent?.name === 'details'),
    (summary) => (accessibleName(facts, summary) === '' ? 'What opens the details has no name.' : null),
  );

export const STATIC_CONTROL_RULES: readonly Rule<PageFacts>[] = [
  axeRule({
    ...{ id: 'label', effort: 'minutes' },
    title: 'Form fields have no label',
    detail: 'Without a label nobody who listens to a form knows what to fill in.',
    fix: 'Give each field a <label for="…">, or an aria-label.',
    check: fields,
  }),
  axeRule({
    ...{ id: 'select-name', effort: 'minutes' },
    title: 'Choices of forms have no label',
    fix: 'Give each <select> a <label for="…">, or an aria-label.',
    check: selects,
  }),
  axeRule({
    ...{ id: 'button-name', effort: 'minutes' },
    title: 'Buttons have no name',
    detail: 'A button that shows only a symbol is announced as "button".',
    fix: 'Put words into the button, or an aria-label that says what it does.',
    check: buttons,
  }),
  axeRule({
    ...{ id: 'input-button-name', effort: 'minutes' },
    title: 'Buttons of forms have no name',
    fix: 'Say in the value of the button what it does.',
    check: inputButtons,
  }),
  axeRule({
    ...{ id: 'link-name', effort: 'minutes' },
    title: 'Links have no name',
    detail: 'A link of nothing but a symbol or an image without text is announced by its address.',
    fix: 'Put words into the link, an alt text into its image, or an aria-label onto it.',
    check: links,
  }),
  axeRule({
    ...{ id: 'frame-title', effort: 'minutes' },
    title: 'Frames have no title',
    fix: 'Say in the title of the <iframe> what it holds.',
    check: frames,
  }),
  axeRule({
    ...{ id: 'summary-name', effort: 'minutes' },
    title: 'What opens details has no name',
    fix: 'Put words into the <summary>.',
    check: summaries,
  }),
];
