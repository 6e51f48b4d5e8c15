import type { Scenario } from '../practice/scenario.ts';
import { addDaysScenarios } from './add-days.ts';
import { amountWordsEnScenarios } from './amount-words-en.ts';
import { amountWordsEsScenarios } from './amount-words-es.ts';
import { cardBrandScenarios } from './card-brand.ts';
import { checkIbanScenarios } from './check-iban.ts';
import { checkIsbnScenarios } from './check-isbn.ts';
import { chessMovesScenarios } from './chess-moves.ts';
import { colourContrastScenarios } from './colour-contrast.ts';
import { convertBaseScenarios } from './convert-base.ts';
import { convertUnitsScenarios } from './convert-units.ts';
import { countSyllablesScenarios } from './count-syllables.ts';
import { countryFactsScenarios } from './country-facts.ts';
import { currencyInfoScenarios } from './currency-info.ts';
import { daysBetweenScenarios } from './days-between.ts';
import { decodeMetarScenarios } from './decode-metar.ts';
import { deriveMathScenarios } from './derive-math.ts';
import { evaluateMathScenarios } from './evaluate-math.ts';
import { explainStatusCodeScenarios } from './explain-status-code.ts';
import { findCityScenarios } from './find-city.ts';
import { findEmojiScenarios } from './find-emoji.ts';
import { findRhymesScenarios } from './find-rhymes.ts';
import { hashTextScenarios } from './hash-text.ts';
import { inspectCharacterScenarios } from './inspect-character.ts';
import { inspectPhoneNumberScenarios } from './inspect-phone-number.ts';
import { lookupElementScenarios } from './lookup-element.ts';
import { makePasswordScenarios } from './make-password.ts';
import { makeUuidScenarios } from './make-uuid.ts';
import { mixColoursScenarios } from './mix-colours.ts';
import { moonPhaseScenarios } from './moon-phase.ts';
import { nextCronRunScenarios } from './next-cron-run.ts';
import { publicHolidaysScenarios } from './public-holidays.ts';
import { queryJsonScenarios } from './query-json.ts';
import { queryShopDatabaseScenarios } from './query-shop-database.ts';
import { rollDiceScenarios } from './roll-dice.ts';
import { sunTimesScenarios } from './sun-times.ts';
import { textStatisticsScenarios } from './text-statistics.ts';
import { timeZoneAtScenarios } from './time-zone-at.ts';
import { todayScenarios } from './today.ts';

/** Every kind of request that the practice model can talk about; one file a tool. */
export const scenarios: readonly Scenario[] = [
  ...addDaysScenarios,
  ...amountWordsEnScenarios,
  ...amountWordsEsScenarios,
  ...convertUnitsScenarios,
  ...countryFactsScenarios,
  ...daysBetweenScenarios,
  ...deriveMathScenarios,
  ...evaluateMathScenarios,
  ...findCityScenarios,
  ...moonPhaseScenarios,
  ...nextCronRunScenarios,
  ...publicHolidaysScenarios,
  ...sunTimesScenarios,
  ...timeZoneAtScenarios,
  ...todayScenarios,

  ...findRhymesScenarios,
  ...countSyllablesScenarios,
  ...lookupElementScenarios,
  ...currencyInfoScenarios,
  ...checkIsbnScenarios,
  ...checkIbanScenarios,
  ...cardBrandScenarios,
  ...mixColoursScenarios,
  ...colourContrastScenarios,
  ...findEmojiScenarios,
  ...explainStatusCodeScenarios,
  ...inspectCharacterScenarios,
  ...inspectPhoneNumberScenarios,
  ...decodeMetarScenarios,
  ...chessMovesScenarios,
  ...makePasswordScenarios,
  ...hashTextScenarios,
  ...makeUuidScenarios,
  ...rollDiceScenarios,
  ...textStatisticsScenarios,
  ...convertBaseScenarios,
  ...queryJsonScenarios,
  ...queryShopDatabaseScenarios,
];
