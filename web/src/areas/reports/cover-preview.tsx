import { messages } from '../../messages.ts';
import type { Brand, BrandDraft } from './brand-draft.ts';
import styles from './brand-page.module.css';
import { isColour } from './colour-field.tsx';

const words = messages.brand;
/** A4 in points, as the report is made; measures and colours below are those of its pages. */
const [WIDTH, HEIGHT, BAND, MARGIN] = [595, 842, 452, 50];
const [INK, SOFT, LINE, TINT, FAIR] = ['#1d2939', '#475467', '#d0d5dd', '#f4f6f8', '#a15c07'];
const RING = { x: 145, y: 575, radius: 65, width: 16 };
const SCORE = 68;
const FACTS = { x: 270, y: 502, apart: 54 };
const LOGO = { width: 150, height: 44 };
const INSIDE_HEIGHT = 176;

/** A colour that is not one yet is left white. */
const shown = (colour: string): string => (isColour(colour) ? colour : '#ffffff');

/** The cover as it will look, of a company that does not exist. */
export const CoverPreview = ({ draft, storedLogo }: { draft: BrandDraft; storedLogo: Brand['logo'] }) => {
  const { senderName, contact, primaryColour } = draft;
  return (
    <svg
      className={styles['paper']}
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={words.previewOf(senderName, primaryColour)}
    >
      <rect width={WIDTH} height={HEIGHT} fill="#ffffff" />
      <rect width={WIDTH} height={BAND} fill={shown(primaryColour)} />
      <Sender draft={draft} storedLogo={storedLogo} />
      <g fill="#ffffff">
        <text x={MARGIN} y={226} fontSize={10} letterSpacing={2}>
          {words.sampleEyebrow}
        </text>
        <text x={MARGIN} y={272} fontSize={40} fontWeight={700}>
          {words.sampleCompany}
        </text>
        <text x={MARGIN} y={298} fontSize={13}>
          {words.sampleDomain}
        </text>
      </g>
      <Score />
      {words.sampleFacts.map(([value, meaning], index) => (
        <g key={value} transform={`translate(${String(FACTS.x)} ${String(FACTS.y + index * FACTS.apart)})`}>
          <line x2={WIDTH - MARGIN - FACTS.x} stroke={LINE} />
          <text y={23} fontSize={15} fontWeight={700} fill={INK}>
            {value}
          </text>
          <text y={39} fontSize={9} fill={SOFT}>
            {meaning}
          </text>
        </g>
      ))}
      <text x={MARGIN} y={HEIGHT - 44} fontSize={8} fill={SOFT}>
        {words.preparedBy(senderName, contact)}
      </text>
    </svg>
  );
};

/** The head of a page inside: where the second colour stands. */
export const InsidePreview = ({ draft: { primaryColour, accentColour } }: { draft: BrandDraft }) => (
  <svg
    className={styles['paper']}
    viewBox={`0 0 ${String(WIDTH)} ${String(INSIDE_HEIGHT)}`}
    role="img"
    aria-label={words.insideOf(primaryColour, accentColour)}
  >
    <rect width={WIDTH} height={INSIDE_HEIGHT} fill="#ffffff" />
    <text x={MARGIN} y={46} fontSize={8} fontWeight={700} letterSpacing={1.1} fill={shown(accentColour)}>
      {words.insideEyebrow}
    </text>
    <text x={MARGIN} y={71} fontSize={21} fontWeight={700} fill={shown(primaryColour)}>
      {words.insideTitle}
    </text>
    <rect x={MARGIN} y={96} width={WIDTH - 2 * MARGIN} height={40} fill={TINT} />
    <rect x={MARGIN} y={96} width={3} height={40} fill={shown(accentColour)} />
    <text x={MARGIN + 14} y={120} fontSize={9.5} fontWeight={700} fill={INK}>
      {words.insideUrgency}
    </text>
  </svg>
);

/** The sender's name, or the logo in its place; of a stored one the page knows the size only. */
const Sender = ({ draft: { senderName, logo }, storedLogo }: { draft: BrandDraft; storedLogo: Brand['logo'] }) => {
  if (logo.kind === 'leaves' || (logo.kind === 'stays' && storedLogo === null))
    return (
      <text x={MARGIN} y={70} fontSize={14} fontWeight={700} fill="#ffffff">
        {senderName}
      </text>
    );
  return (
    <g transform={`translate(${String(MARGIN)} 54)`}>
      <rect width={LOGO.width + 16} height={LOGO.height + 16} rx={6} fill="#ffffff" />
      {logo.kind === 'new' ? (
        <image href={logo.dataUrl} x={8} y={8} {...LOGO} preserveAspectRatio="xMinYMid meet" />
      ) : (
        <text x={18} y={35} fontSize={12} fill={SOFT}>
          {words.logoPlace}
        </text>
      )}
    </g>
  );
};

/** Its colour says how good the score is, whatever the brand. */
const Score = () => {
  const around = 2 * Math.PI * RING.radius;
  const circle = { cx: RING.x, cy: RING.y, r: RING.radius };
  return (
    <>
      <g fill="none" strokeWidth={RING.width} transform={`rotate(-90 ${String(RING.x)} ${String(RING.y)})`}>
        <circle {...circle} stroke={LINE} />
        <circle {...circle} stroke={FAIR} strokeDasharray={`${String((around * SCORE) / 100)} ${String(around)}`} />
      </g>
      <g textAnchor="middle">
        <text x={RING.x} y={RING.y + 17} fontSize={48} fontWeight={700} fill={INK}>
          {SCORE}
        </text>
        <text x={RING.x} y={RING.y + 100} fontSize={15} fontWeight={700} fill={FAIR}>
          {words.sampleGrade}
        </text>
        <text x={RING.x} y={RING.y + 116} fontSize={8} fill={SOFT}>
          {words.sampleScore}
        </text>
      </g>
    </>
  );
};
