declare module 'unicode-name' {
  /** Undefined where the standard gives the character no name. */
  export function unicodeName(character: string): string | undefined;
}
