import type { Colord } from 'colord';

/** Reads a colour of exactly six hexadecimal digits. @throws Error that names the format */
export async function readColour(parameter: string, text: string): Promise<Colord> {
  if (!/^[0-9a-f]{6}$/.test(text)) {
    throw new Error(`${parameter} '${text}' refused: six lower-case hexadecimal digits without #, e.g. 1e90ff`);
  }
  const [{ colord, extend }, { default: mix }, { default: a11y }] = await Promise.all([
    import('colord'),
    import('colord/plugins/mix'),
    import('colord/plugins/a11y'),
  ]);
  extend([mix, a11y]);
  return colord(`#${text}`);
}
