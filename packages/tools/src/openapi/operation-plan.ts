import type { ImportNotice, JsonObject, ToolAuth } from '@imaginarium/contracts';
import type { ParameterPlace, Serialization } from './serialize-parameter.ts';

/** Where one argument of a tool goes in the request. */
export interface ParameterPlan {
  /** The argument's name: the parameter's, with its place behind it where two parameters share a name. */
  readonly argument: string;
  readonly name: string;
  readonly in: ParameterPlace;
  readonly serialization: Serialization;
}

export type BodyFormat = 'json' | 'urlencoded' | 'multipart' | 'text';

/** How the argument `body` is sent. */
export interface BodyPlan {
  readonly format: BodyFormat;
  readonly contentType: string;
  /** By property, for forms; what is not named here is written as OpenAPI's default has it. */
  readonly properties: { readonly [name: string]: FormPropertyPlan };
}

export interface FormPropertyPlan {
  readonly contentType?: string;
  readonly serialization?: Serialization;
  /** Sent as a file. @default false */
  readonly isFile?: boolean;
}

export interface SecurityPlan {
  /** Sets of credentials, any one of which is enough, in the description's order. */
  readonly alternatives: readonly (readonly ToolAuth[])[];
  /** True when the operation may be called without any. */
  readonly isOptional: boolean;
}

/** One operation of a description, ready to become a tool: nothing is read or sent to make it. */
export interface OperationPlan {
  /** Legal and unique. */
  readonly name: string;
  /** The operationId, or `METHOD /path` where there is none. */
  readonly originalName: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** In capitals. */
  readonly method: string;
  /** With `{name}` where path parameters go. */
  readonly path: string;
  /** Absolute http(s) URL without a slash at its end; undefined when the description gives none. */
  readonly server: string | undefined;
  readonly parameters: readonly ParameterPlan[];
  readonly body: BodyPlan | undefined;
  readonly security: SecurityPlan;
  /** JSON Schema 2020-12 of the arguments. */
  readonly schema: JsonObject;
  readonly notices: readonly ImportNotice[];
}
