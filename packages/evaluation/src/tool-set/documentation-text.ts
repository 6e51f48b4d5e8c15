import { isJsonObject, type ToolDefinition } from '@imaginarium/contracts';

/** A tool's documentation as text to embed: its name, what it does, its parameters. At most 2,000 characters. */
export function documentationText({ name, description, parameters }: ToolDefinition): string {
  const properties = isJsonObject(parameters.properties) ? Object.entries(parameters.properties) : [];
  const described = properties.map(([key, schema]) =>
    isJsonObject(schema) && typeof schema.description === 'string' ? `${key} ${schema.description}` : key,
  );
  return [name, description, ...described].join('. ').slice(0, 2000);
}
