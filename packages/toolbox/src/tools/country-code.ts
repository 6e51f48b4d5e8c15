import { countries, type TCountryCode } from 'countries-list';

/** @throws Error that names the format, in the tool's own words */
export function readCountryCode(parameter: string, text: string): TCountryCode {
  if (Object.hasOwn(countries, text)) return text as TCountryCode;
  throw new Error(`${parameter}: "${text}" is not an ISO 3166-1 alpha-2 code (two capital letters, such as PT)`);
}
