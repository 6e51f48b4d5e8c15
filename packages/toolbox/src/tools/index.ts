import type { FunctionTool } from '@imaginarium/tools';
import { addDays } from './add-days.ts';
import { amountWordsEn } from './amount-words-en.ts';
import { amountWordsEs } from './amount-words-es.ts';
import { cardBrand } from './card-brand.ts';
import { checkIban } from './check-iban.ts';
import { checkIsbn } from './check-isbn.ts';
import { chessMoves } from './chess-moves.ts';
import { colourContrast } from './colour-contrast.ts';
import { convertBase } from './convert-base.ts';
import { convertUnits } from './convert-units.ts';
import { countSyllables } from './count-syllables.ts';
import { countryFacts } from './country-facts.ts';
import { currencyInfo } from './currency-info.ts';
import { daysBetween } from './days-between.ts';
import { decodeMetar } from './decode-metar.ts';
import { deriveMath } from './derive-math.ts';
import { evaluateMath } from './evaluate-math.ts';
import { explainStatusCode } from './explain-status-code.ts';
import { findCity } from './find-city.ts';
import { findEmoji } from './find-emoji.ts';
import { findRhymes } from './find-rhymes.ts';
import { hashText } from './hash-text.ts';
import { inspectCharacter } from './inspect-character.ts';
import { inspectPhoneNumber } from './inspect-phone-number.ts';
import { lookupElement } from './lookup-element.ts';
import { makePassword } from './make-password.ts';
import { makeUuid } from './make-uuid.ts';
import { mixColours } from './mix-colours.ts';
import { moonPhase } from './moon-phase.ts';
import { nextCronRun } from './next-cron-run.ts';
import { publicHolidays } from './public-holidays.ts';
import { queryJson } from './query-json.ts';
import { queryShopDatabase } from './query-shop-database.ts';
import { rollDice } from './roll-dice.ts';
import { sunTimes } from './sun-times.ts';
import { textStatistics } from './text-statistics.ts';
import { timeZoneAt } from './time-zone-at.ts';
import { today } from './today.ts';

/**
 * Every tool of the bundled toolbox; one file a tool.
 * What a tool returns is a JSON object or array; plain text in its place is the tool's error.
 */
export const toolboxTools: readonly FunctionTool[] = [
  addDays,
  amountWordsEn,
  amountWordsEs,
  convertUnits,
  countryFacts,
  daysBetween,
  deriveMath,
  evaluateMath,
  findCity,
  moonPhase,
  nextCronRun,
  publicHolidays,
  sunTimes,
  timeZoneAt,
  today,
  findRhymes,
  countSyllables,
  lookupElement,
  currencyInfo,
  checkIsbn,
  checkIban,
  cardBrand,
  mixColours,
  colourContrast,
  findEmoji,
  explainStatusCode,
  inspectCharacter,
  inspectPhoneNumber,
  decodeMetar,
  chessMoves,
  makePassword,
  hashText,
  makeUuid,
  rollDice,
  textStatistics,
  convertBase,
  queryJson,
  queryShopDatabase,
];
