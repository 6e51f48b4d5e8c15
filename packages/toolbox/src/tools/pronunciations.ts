/** Sounds of a word, of its first listed pronunciation: ARPAbet with stress digits. Undefined for unknown words. */
export type Pronunciations = Readonly<Record<string, string>>;

/** The dictionary by word in lower case; read at the first call. */
export async function loadPronunciations(): Promise<Pronunciations> {
  return (await import('cmu-pronouncing-dictionary')).dictionary;
}

export function soundsOf(pronunciations: Pronunciations, word: string): string | undefined {
  return Object.hasOwn(pronunciations, word) ? pronunciations[word] : undefined;
}

/** Every vowel of ARPAbet carries a stress digit, so vowels are counted by digits. */
export function countVowels(sounds: string): number {
  return sounds.match(/\d/g)?.length ?? 0;
}
