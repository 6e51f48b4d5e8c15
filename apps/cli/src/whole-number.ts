import { ImaginariumError } from '@imaginarium/contracts';

/** A flag's whole number; undefined when it was not given. @throws ImaginariumError `usage/number` */
export function wholeNumber(
  flag: string,
  text: string | undefined,
  { least }: { readonly least: number },
): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= least) return number;
  throw new ImaginariumError({
    code: 'usage/number',
    message: `${flag} takes a whole number from ${least} on, not "${text}".`,
  });
}
