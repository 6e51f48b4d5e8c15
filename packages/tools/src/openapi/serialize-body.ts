import { isJsonObject, type JsonObject, type JsonValue, sha256 } from '@imaginarium/contracts';
import type { BodyPlan, FormPropertyPlan } from './operation-plan.ts';
import { asText, toPairs } from './serialize-parameter.ts';

export interface SerializedBody {
  readonly contentType: string;
  readonly payload: string;
}

/** The argument `body` as it is sent. Null members of forms are left out; objects in them are JSON unless an encoding says otherwise. */
export function serializeBody(plan: BodyPlan, body: JsonValue): SerializedBody {
  if (plan.format === 'json') return { contentType: plan.contentType, payload: JSON.stringify(body) };
  if (plan.format === 'text' || !isJsonObject(body)) return { contentType: plan.contentType, payload: asText(body) };
  return plan.format === 'urlencoded' ? urlencoded(plan, body) : multipart(plan, body);
}

function urlencoded(plan: BodyPlan, body: JsonObject): SerializedBody {
  const pairs = Object.entries(body).flatMap(([name, value]) => {
    const { serialization, contentType } = plan.properties[name] ?? {};
    const asJson = isJsonObject(value) && serialization === undefined ? 'application/json' : undefined;
    const mediaType = contentType ?? asJson;
    const how = serialization ?? { style: 'form', explode: true, allowReserved: false };
    return toPairs(name, value, { ...how, ...(mediaType === undefined ? {} : { mediaType }) });
  });
  return { contentType: plan.contentType, payload: pairs.join('&') };
}

/** RFC 7578. The boundary is made from the parts, so that equal bodies are equal bytes. */
function multipart(plan: BodyPlan, body: JsonObject): SerializedBody {
  const parts = Object.entries(body).flatMap(([name, value]) => {
    const items = Array.isArray(value) ? value : [value];
    return items.filter((item) => item !== null).map((item) => part(name, item, plan.properties[name] ?? {}));
  });
  const boundary = `imaginarium-${sha256(parts.join('')).slice(0, 32)}`;
  const payload = `${parts.map((text) => `--${boundary}\r\n${text}\r\n`).join('')}--${boundary}--\r\n`;
  const [type = 'multipart/form-data'] = plan.contentType.split(';');
  return { contentType: `${type}; boundary=${boundary}`, payload };
}

function part(name: string, value: JsonValue, plan: FormPropertyPlan): string {
  const escaped = name.replace(/["\r\n]/g, encodeURIComponent);
  const mediaType =
    plan.contentType?.split(',')[0] ??
    (plan.isFile ? 'application/octet-stream' : typeof value === 'object' ? 'application/json' : undefined);
  const file = plan.isFile ? `; filename="${escaped}"` : '';
  const type = mediaType === undefined ? '' : `\r\nContent-Type: ${mediaType}`;
  return `Content-Disposition: form-data; name="${escaped}"${file}${type}\r\n\r\n${asText(value)}`;
}
