/** A name as a part of a JSON pointer (RFC 6901), and back. */
export const toPointerPart = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
export const fromPointerPart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');
