import { hashOf, type ToolDefinition } from '@imaginarium/contracts';

/** SHA-256 over what a model must learn of a tool: name, description and parameters. Key order does not matter. */
export function toolVersion(definition: ToolDefinition): string {
  const { name, description, parameters } = definition;
  return hashOf({ name, description, parameters });
}
