import { describe, expect, it } from 'vitest';
import { callTool } from '../../test/call-tool.ts';

/** Facts that stand in published references, not in the libraries: the tools must agree with the world. */
const FACTS: readonly (readonly [tool: string, args: object, expected: object])[] = [
  ['find_rhymes', { word: 'cat', limit: 25 }, { rhymes: expect.arrayContaining(['bat', 'hat', 'mat']) }],
  ['find_rhymes', { word: 'month' }, { found: 0, rhymes: [] }],
  ['count_syllables', { headword: 'BANANA' }, { syllables: 3, stressed_syllable: 2 }],
  ['count_syllables', { headword: 'STRENGTHS' }, { syllables: 1, stressed_syllable: 1 }],
  ['lookup_element', { element: 'iron', property: 'symbol' }, { symbol: 'Fe' }],
  ['lookup_element', { element: 'gold', property: 'stable_isotopes' }, { stable_isotopes: ['Au-197'] }],
  ['lookup_element', { element: 'oxygen', property: 'atomic_mass' }, { atomic_mass: 15.9994, unit: 'g/mol' }],
  ['currency_info', { code: 'JPY' }, { name: 'Yen', numeric_code: '392', decimals: 0 }],
  ['currency_info', { code: '036' }, { alphabetic_code: 'AUD', decimals: 2 }],
  ['check_isbn', { isbn: '9780306406157' }, { valid: true, isbn13: '978-0-306-40615-7' }],
  ['check_isbn', { isbn: '080442957X' }, { valid: true, group: 'English language' }],
  ['check_isbn', { isbn: '9780306406158' }, { valid: false }],
  ['check_iban', { iban: 'DE89370400440532013000' }, { valid: true, bank: '37040044', sepa: true }],
  ['check_iban', { iban: 'DE88370400440532013000' }, { valid: false, problems: ['WrongIBANChecksum'] }],
  ['card_brand', { digits: '378282' }, { network: 'American Express', number_lengths: [15] }],
  ['mix_colours', { first: '000000', second: 'ffffff', share: 0 }, { mixed: '000000' }],
  ['colour_contrast', { text: '000000', background: 'ffffff' }, { ratio: 21, passes_aaa: true }],
  ['colour_contrast', { text: '777777', background: 'ffffff' }, { passes_aa: false }],
  ['colour_contrast', { text: '777777', background: 'ffffff', size: 'large' }, { passes_aa: true }],
  ['find_emoji', { slug: 'red_apple' }, { emoji: '🍎', group: 'Food & Drink' }],
  ['explain_status_code', { code: 404 }, { phrase: 'Not Found', class: expect.stringContaining('client error') }],
  ['inspect_character', { codepoint: 'U+20AC' }, { character: '€', name: 'EURO SIGN', utf8: 'e282ac' }],
  ['inspect_phone_number', { number: '020 7946 0123', region: 'GB' }, { e164: '+442079460123', calling_code: 44 }],
  ['hash_text', { text: 'abc', algorithm: 'md5' }, { digest: '900150983cd24fb0d6963f7d28e17f72' }],
  ['hash_text', { text: '', algorithm: 'sha1', encoding: 'base64' }, { digest: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
  ['convert_base', { digits: 'ff', from: 'hexadecimal', to: 'binary' }, { result: '11111111' }],
  ['convert_base', { digits: '9'.repeat(30), from: 'decimal', to: 'decimal' }, { result: '9'.repeat(30) }],
  [
    'text_statistics',
    { text: "It's well-known. Really? Yes!", measures: 'words,sentences,characters' },
    { words: 4, sentences: 3, characters: 29 },
  ],
];

describe('tools that look up or compute', () => {
  it.each(FACTS)('%s %j', async (tool, args, expected) => {
    expect(await callTool(tool, args)).toMatchObject(expected);
  });

  it('decodes every group of an airport report', async () => {
    const report = 'KJFK 221851Z 30012G22KT 10SM -RA SCT040 OVC100 M02/M10 A3012';
    expect(await callTool('decode_metar', { report })).toMatchObject({
      station: 'KJFK',
      time_utc: '18:51',
      wind: { degrees: 300, speed: 12, gust: 22, unit: 'KT' },
      visibility: '10 SM',
      clouds: ['SCT at 4000 ft', 'OVC at 10000 ft'],
      temperature_c: -2,
      dew_point_c: -10,
    });
    expect(await callTool('decode_metar', { report: 'LFPG 011200Z 24015KT 9999 FEW030 18/09 Q1009' })).toMatchObject({
      visibility: 'more than 9999 m',
      pressure: '1009 hPa',
    });
  });

  it('knows the twenty first moves of chess, and mate', async () => {
    const start = 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1';
    expect(await callTool('chess_moves', { position: start })).toMatchObject({ side: 'white', count: 20 });
    expect(await callTool('chess_moves', { position: start, square: 'g1' })).toMatchObject({ moves: ['Nf3', 'Nh3'] });
    const mate = 'rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3';
    expect(await callTool('chess_moves', { position: mate })).toMatchObject({ in_check: true, count: 0 });
  });
});
