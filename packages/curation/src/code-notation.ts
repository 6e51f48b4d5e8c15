/** Which code a bare unit of money means when nothing else is said. */
const BARE_MONEY: Readonly<Record<string, string>> = {
  USD: 'dollar|buck',
  EUR: 'euro',
  GBP: 'pound|quid|sterling',
  JPY: 'yen',
  CNY: 'yuan|renminbi|rmb',
  INR: 'rupee',
  KRW: 'won',
  CHF: 'franc',
  RUB: 'ruble|rouble',
  BRL: 'real|reais',
  MXN: 'peso',
  PLN: 'zloty',
  TRY: 'lira',
  ZAR: 'rand',
};

/** `Canadian dollars` are not dollars: a nation before the unit leaves the matter to the full name. */
const NO_NATION = '(?<!(?:\\p{L}(?:an|ish|ese)|swiss|hong kong|new zealand|singapore)\\s)';

/**
 * The wordings that a standard code stands for, as regular expressions over lower-case text: currencies (ISO 4217) by
 * name and symbol, countries (ISO 3166-1 alpha-2) and languages (ISO 639) by English name (Unicode CLDR, through Intl).
 */
export function codeWordings(code: string): readonly RegExp[] {
  if (!/^[A-Za-z]{2,3}$|^[A-Za-z]{2}[-_][A-Za-z]{2}$/.test(code)) return [];
  const known = KNOWN.get(code);
  if (known !== undefined) return known;
  const wordings = readCode(code);
  KNOWN.set(code, wordings);
  return wordings;
}

/** There are few codes and many texts to hold them against. */
const KNOWN = new Map<string, readonly RegExp[]>();

function readCode(code: string): RegExp[] {
  if (code.length === 3) return currencyWordings(code.toUpperCase());
  const [base = code] = code.split(/[-_]/);
  return [nameOf('region', base.toUpperCase()), nameOf('language', base.toLowerCase())].flatMap((name) =>
    name === undefined ? [] : [wordsOf(name)],
  );
}

function currencyWordings(code: string): RegExp[] {
  const name = nameOf('currency', code);
  if (name === undefined) return [];
  const symbol = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' })
    .formatToParts(1)
    .find(({ type }) => type === 'currency')?.value;
  const bare = BARE_MONEY[code];
  const isOwnSymbol = symbol !== undefined && /^\p{Sc}$/u.test(symbol) && (symbol !== '$' || code === 'USD');
  return [
    wordsOf(name),
    ...(bare === undefined ? [] : [new RegExp(`${NO_NATION}(?<!\\p{L})(?:${bare})(?:s|es)?(?!\\p{L})`, 'u')]),
    ...(isOwnSymbol ? [new RegExp(`\\${symbol}`)] : []),
  ];
}

function wordsOf(name: string): RegExp {
  const words =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return new RegExp(`(?<!\\p{L})${words.join('[^\\p{L}]+')}(?:s|es)?(?!\\p{L})`, 'u');
}

const NAMES = {
  region: new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }),
  language: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
  currency: new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' }),
};

function nameOf(type: keyof typeof NAMES, code: string): string | undefined {
  try {
    return NAMES[type].of(code);
  } catch {
    return undefined;
  }
}
