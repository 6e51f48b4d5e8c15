/** Pixels of a character at the charts' 12 px, in a wide typeface (DejaVu Sans): others take less. */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff) return 16;
  if (code >= 0x1100 || 'WMmw@%…'.includes(character)) return 12.2;
  if ('<>=+~^OQGDHNU&#'.includes(character)) return 10.2;
  if ('iljtfrI.,:;\'|!()[]/\\-" '.includes(character)) return 5.4;
  return 7.8;
}

/** Pixels that a label takes at most. */
export function labelWidth(label: string): number {
  return [...label].reduce((width, character) => width + characterWidth(character), 0);
}

/** Pixels that the longest of some labels takes, rounded up. */
export function longestWidth(labels: readonly string[]): number {
  return Math.ceil(Math.max(0, ...labels.map(labelWidth)));
}

/** A label of at most `pixels`; the middle gives way, since names differ at their ends. */
export function fitLabel(label: string, pixels: number): string {
  if (labelWidth(label) <= pixels) return label;
  const rest = [...label];
  const [head, tail]: [string[], string[]] = [[], []];
  let left = pixels - characterWidth('…');
  for (let turn = 0; rest.length > 0; turn += 1) {
    const character = (turn % 2 === 0 ? rest.shift() : rest.pop()) ?? '';
    left -= characterWidth(character);
    if (left < 0) break;
    if (turn % 2 === 0) head.push(character);
    else tail.unshift(character);
  }
  return `${head.join('')}…${tail.join('')}`;
}
