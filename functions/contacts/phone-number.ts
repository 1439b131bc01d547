/** Country calling codes (ITU-T E.164) by top-level domain, with the trunk prefix that a number loses after the code: none where the third word is missing. */
const PLANS: ReadonlyMap<string, Readonly<{ code: string; trunk: string }>> = new Map(
  `ae 971 0;ar 54 0;at 43 0;au 61 0;be 32 0;bg 359 0;br 55 0;ca 1 1;ch 41 0;cl 56;cn 86 0;co.uk 44 0;cy 357;cz 420;de 49 0;dk 45;ee 372;eg 20 0;es 34;eu -;fi 358 0;fr 33 0;gr 30;hk 852;hr 385 0;
  hu 36 06;id 62 0;ie 353 0;il 972 0;in 91 0;is 354;it 39;jp 81 0;ke 254 0;kr 82 0;li 423;lt 370 0;lu 352;lv 371;ma 212 0;mt 356;mx 52;my 60 0;ng 234 0;nl 31 0;no 47;nz 64 0;ph 63 0;pl 48;pt 351;
  ro 40 0;rs 381 0;sa 966 0;se 46 0;sg 65;si 386 0;sk 421 0;th 66 0;tr 90 0;tw 886 0;ua 380 0;uk 44 0;us 1 1;vn 84 0;za 27 0`
    .split(';')
    .map((line) => line.trim().split(' '))
    .flatMap(([domain = '', code = '-', trunk = '']) => (code === '-' ? [] : [[domain, { code, trunk }] as const])),
);
/** Where numbers of a country keep their leading zero after the code. */
const KEEPS_ZERO = new Set(['39']);
const SHORTEST = 7;
const LONGEST = 15;

/**
 * A telephone number as E.164 (`+4930123456`), read by the customs of the country that a top-level domain stands for; the bare digits when a national number stands on a
 * site of no country; undefined when it is no telephone number. Extensions are left out.
 */
export const readPhone = (given: string, topLevel = ''): string | undefined => {
  const text = given
    .normalize('NFKC')
    .replace(/^tel:/i, '')
    .replace(/(?:;ext=|\b(?:ext|extension|x|durchwahl|dw|poste)\b\.?\s*:?).*$/i, '')
    .trim();
  if (!/^[+(]?[\d\s()./\u2010-\u2015-]{5,30}$/.test(text)) return undefined;
  const international = /^\(?\+|^00/.test(text);
  // "+44 (0)20 …": the zero is for callers from within the country.
  const digits = (international ? text.replace(/\(0\)/, '') : text)
    .replace(/\D/g, '')
    .replace(international ? /^00/ : /^$/, '');
  const plan = PLANS.get(topLevel.toLowerCase());
  const whole = international || plan === undefined ? digits : nationalised(digits, plan);
  const prefix = international || plan !== undefined ? '+' : '';
  return whole.length >= SHORTEST &&
    whole.length <= LONGEST &&
    !/^(\d)\1+$/.test(whole) &&
    !(prefix === '+' && whole.startsWith('0'))
    ? `${prefix}${whole}`
    : undefined;
};

const nationalised = (digits: string, { code, trunk }: Readonly<{ code: string; trunk: string }>): string => {
  const subscriber =
    trunk !== '' && digits.startsWith(trunk) && !KEEPS_ZERO.has(code) ? digits.slice(trunk.length) : digits;
  return `${code}${subscriber}`;
};
