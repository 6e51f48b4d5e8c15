import { isJsonObject, type JsonObject, type JsonValue } from '@imaginarium/contracts';

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';

/** How a value is written: OpenAPI 3.1 "Style Values", and `tabDelimited` for the collection format `tsv` of 2.0. */
export interface Serialization {
  readonly style:
    | 'matrix'
    | 'label'
    | 'simple'
    | 'form'
    | 'spaceDelimited'
    | 'pipeDelimited'
    | 'tabDelimited'
    | 'deepObject';
  readonly explode: boolean;
  /** Keeps reserved characters that mean nothing inside a query value: all but `#`, `[`, `]`, `&`, `=` and `+`. */
  readonly allowReserved: boolean;
  /** Set for parameters described by `content`: the value is written as this media type. */
  readonly mediaType?: string;
}

const DELIMITERS: { readonly [style: string]: string } = {
  spaceDelimited: '%20',
  pipeDelimited: '%7C',
  tabDelimited: '%09',
};

/** `name=value` pairs, percent-encoded, for a query, a cookie or a form; none for null and empty arrays. */
export function toPairs(name: string, value: JsonValue, how: Serialization): string[] {
  const encode = how.allowReserved ? encodeUnreserved : encodeURIComponent;
  const key = encodeURIComponent(name);
  if (value === null) return [];
  if (how.mediaType !== undefined) return [`${key}=${encode(asMedia(value, how.mediaType))}`];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (how.explode || how.style === 'deepObject') return value.map((item) => `${key}=${encode(asText(item))}`);
    return [`${key}=${value.map((item) => encode(asText(item))).join(DELIMITERS[how.style] ?? ',')}`];
  }
  if (!isJsonObject(value)) return [`${key}=${encode(asText(value))}`];
  if (how.style === 'deepObject') return toDeepPairs(name, value, encode);
  if (how.explode)
    return Object.entries(value).map(([member, item]) => `${encodeURIComponent(member)}=${encode(asText(item))}`);
  const flat = Object.entries(value).flatMap(([member, item]) => [encode(member), encode(asText(item))]);
  return flat.length === 0 ? [] : [`${key}=${flat.join(DELIMITERS[how.style] ?? ',')}`];
}

/** What takes the place of `{name}` in a path, percent-encoded. */
export function toPathSegment(name: string, value: JsonValue, how: Serialization): string {
  if (how.mediaType !== undefined) return encodeURIComponent(asMedia(value, how.mediaType));
  const key = encodeURIComponent(name);
  if (how.style === 'matrix') {
    if (how.explode && Array.isArray(value))
      return value.map((item) => `;${key}=${encodeURIComponent(asText(item))}`).join('');
    if (how.explode && isJsonObject(value)) return `;${listed(value, how, encodeURIComponent).join(';')}`;
    return `;${key}=${listed(value, how, encodeURIComponent).join(',')}`;
  }
  const items = listed(value, how, encodeURIComponent);
  return how.style === 'label' ? `.${items.join(how.explode ? '.' : ',')}` : items.join(',');
}

/** A header's value, as it stands: headers are not percent-encoded. */
export function toHeader(value: JsonValue, how: Serialization): string {
  if (how.mediaType !== undefined) return asMedia(value, how.mediaType);
  return listed(value, how, (text) => text).join(',');
}

/** A scalar as text; anything else as JSON. */
export function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function listed(value: JsonValue, how: Serialization, encode: (text: string) => string): string[] {
  if (Array.isArray(value)) return value.map((item) => encode(asText(item)));
  if (!isJsonObject(value)) return [encode(asText(value))];
  return Object.entries(value).flatMap(([member, item]) => {
    const [key, text] = [encode(member), encode(asText(item))];
    return how.explode ? [`${key}=${text}`] : [key, text];
  });
}

function toDeepPairs(name: string, value: JsonObject, encode: (text: string) => string): string[] {
  return Object.entries(value).flatMap(([member, item]) => {
    const path = `${name}[${member}]`;
    if (isJsonObject(item)) return toDeepPairs(path, item, encode);
    if (Array.isArray(item)) return item.map((one) => `${encodeURIComponent(path)}=${encode(asText(one))}`);
    return [`${encodeURIComponent(path)}=${encode(asText(item))}`];
  });
}

function asMedia(value: JsonValue, mediaType: string): string {
  return /json/i.test(mediaType) ? JSON.stringify(value) : asText(value);
}

function encodeUnreserved(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|2F|3F|40|24|2C|3B)/g, decodeURIComponent);
}
