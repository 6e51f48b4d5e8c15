/** What of a sentencepiece model file is needed beside the library: control tokens, and whether words can be cached. */
export interface SentencepieceModel {
  /** Ids of the control tokens by their text: they are put in as ids, never read from text. */
  readonly controls: ReadonlyMap<string, number>;
  /**
   * True when a text may be cut before spaces and the parts encoded apart: the model adds a space in front, keeps
   * white space as it is, and no piece goes on over a word's end.
   */
  readonly cutsAtSpaces: boolean;
}

const CONTROL = 3;
const SPACE = '▁';

/**
 * Reads a `.model` file (protocol buffers; google/sentencepiece `sentencepiece_model.proto`: pieces = 1 {piece = 1,
 * type = 3}, normalizer_spec = 3 {precompiled_charsmap = 2, add_dummy_prefix = 3, remove_extra_whitespaces = 4}).
 * @throws Error when the bytes are no such message.
 */
export function readSentencepieceModel(bytes: Uint8Array): SentencepieceModel {
  const controls = new Map<string, number>();
  let id = 0;
  let isWordwise = true;
  // Defaults of the format.
  let addsPrefix = true;
  let removesSpaces = true;
  let rewrites = false;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1 && field.bytes !== undefined) {
      const { text, type } = readPiece(field.bytes);
      if (type === CONTROL) controls.set(text, id);
      if (/[^▁]▁/u.test(text)) isWordwise = false;
      id++;
    } else if (field.number === 3 && field.bytes !== undefined) {
      for (const { number, value, bytes: part } of fieldsOf(field.bytes)) {
        if (number === 2) rewrites = (part?.length ?? 0) > 0;
        if (number === 3) addsPrefix = value !== 0;
        if (number === 4) removesSpaces = value !== 0;
      }
    }
  }
  if (id === 0) throw new Error('it holds no pieces');
  return { controls, cutsAtSpaces: isWordwise && addsPrefix && !removesSpaces && !rewrites };
}

function readPiece(bytes: Uint8Array): { text: string; type: number } {
  let text = '';
  let type = 1;
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1 && field.bytes !== undefined) text = new TextDecoder().decode(field.bytes);
    if (field.number === 3) type = field.value;
  }
  return { text: text.replaceAll(' ', SPACE), type };
}

interface Field {
  readonly number: number;
  readonly value: number;
  readonly bytes?: Uint8Array;
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('it ends in the middle of a field');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('it is not a sentencepiece model');
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) yield { number, value: varint() };
    else if (wire === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error('it ends in the middle of a field');
      yield { number, value: 0, bytes: bytes.subarray(at, at + length) };
      at += length;
    } else if (wire === 5) at += 4;
    else if (wire === 1) at += 8;
    else throw new Error('it is not a sentencepiece model');
  }
}
