import { expect, it } from 'vitest';
import { callTool } from '../../test/call-tool.ts';
import { toolboxTools } from './index.ts';

/** The documentation hides the format; the error must teach it. */
const REFUSALS: readonly (readonly [tool: string, args: object, teaches: RegExp])[] = [
  ['find_rhymes', { word: 'Orange' }, /lower-case letters, e\.g\. orange/],
  ['find_rhymes', { word: 'qzxv' }, /not in the dictionary/],
  ['count_syllables', { headword: 'orange' }, /CAPITALS, e\.g\. ORANGE/],
  ['lookup_element', { element: 'Fe', property: 'symbol' }, /English name in lower case, e\.g\. iron/],
  ['lookup_element', { element: 'technetium', property: 'atomic_mass' }, /no stable isotopes/],
  ['currency_info', { code: 'nok' }, /three capital letters \(NOK\) or three digits/],
  ['currency_info', { code: 'QQQ' }, /not assigned/],
  ['check_isbn', { isbn: '978-0-306-40615-7' }, /without hyphens/],
  ['check_iban', { iban: 'DE89 3704 0044 0532 0130 00' }, /without spaces/],
  ['card_brand', { digits: '4111111111111111' }, /first six to eight digits/],
  [
    'mix_colours',
    { first: '#ff0000', second: '0000ff' },
    /first '#ff0000' refused: six lower-case hexadecimal digits without #/,
  ],
  ['mix_colours', { first: 'ff0000', second: '0000ff', share: 30 }, /fraction from 0 to 1/],
  ['colour_contrast', { text: 'black', background: 'ffffff' }, /text 'black' refused: six/],
  ['find_emoji', { slug: 'red apple' }, /joined by underscores, e\.g\. red_apple/],
  ['find_emoji', { slug: 'apple' }, /similar: .*red_apple/],
  ['explain_status_code', { code: 4040 }, /from 100 to 599/],
  ['explain_status_code', { code: 299 }, /no registered meaning/],
  ['inspect_character', { codepoint: '0x20AC' }, /U\+00E9/],
  ['inspect_character', { codepoint: 'U+FFFFFF' }, /last one is U\+10FFFF/],
  ['inspect_phone_number', { number: '020 7946 0123' }, /E\.164/],
  ['inspect_phone_number', { number: '020 7946 0123', region: 'UK' }, /two capital letters/],
  ['decode_metar', { report: 'METAR LSZH 221350Z 24008KT 9999 FEW030 12/05 Q1018=' }, /without the word METAR/],
  ['chess_moves', { position: 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR' }, /six fields/],
  ['chess_moves', { position: '4k3/8/8/8/8/8/8/4K3 w - - 0 1', square: 'a1' }, /'a1' is empty/],
  ['make_password', { length: 6 }, /from 10 to 64/],
  ['roll_dice', { notation: '2 dice' }, /2d6\+3/],
  ['roll_dice', { notation: '0d6' }, /at least 1 die/],
  ['text_statistics', { text: 'a b', measures: 'words, letters' }, /commas without spaces/],
  ['convert_base', { digits: '0xff', from: 'hexadecimal', to: 'decimal' }, /without sign, prefix/],
];

it.each(REFUSALS)('%s refuses %j and says what it wants', async (tool, args, teaches) => {
  await expect(callTool(tool, args)).rejects.toThrow(teaches);
});

it.each(REFUSALS)('%s does not give the format of %j away beforehand', (name, _, teaches) => {
  const tool = toolboxTools.find((candidate) => candidate.name === name);
  const told = Object.values(tool?.parameters.shape ?? {}).map((field) => field.description ?? '');
  expect(`${tool?.description} ${told.join(' ')}`).not.toMatch(teaches);
});
