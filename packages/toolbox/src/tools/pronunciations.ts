let pronunciations: Promise<ReadonlyMap<string, string>> | undefined;

/** Word in lower case → ARPAbet sounds with stress digits, of its first listed pronunciation. Read once, at the first call. */
export function loadPronunciations(): Promise<ReadonlyMap<string, string>> {
  pronunciations ??= import('cmu-pronouncing-dictionary').then(
    ({ dictionary }) => new Map(Object.entries(dictionary).filter(([word]) => !word.endsWith(')'))),
  );
  return pronunciations;
}

/** Every vowel of ARPAbet carries a stress digit, so vowels are counted by digits. */
export function countVowels(sounds: string): number {
  return sounds.match(/\d/g)?.length ?? 0;
}
