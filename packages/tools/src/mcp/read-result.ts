import { canonicalJson, type JsonValue, type ToolOutput } from '@imaginarium/contracts';
import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/client';

/**
 * What a model reads of a result: the structured content where there is some, and the text blocks that do not merely
 * repeat it; images, audio and binary resources by kind and size. Text alone is joined by line breaks.
 */
export function readResult(result: CallToolResult): ToolOutput {
  const blocks = result.content.map(describeBlock);
  const isError = result.isError ? { isError: true } : {};
  if (result.structuredContent === undefined) return { content: blocks.join('\n'), ...isError };
  const structured = result.structuredContent as JsonValue;
  const others = blocks.filter((text) => !repeats(text, structured));
  return { content: others.length === 0 ? structured : [structured, ...others], ...isError };
}

function repeats(text: string, structured: JsonValue): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === canonicalJson(structured);
  } catch {
    return false;
  }
}

function describeBlock(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type} ${block.mimeType}, ${bytesOf(block.data)} bytes]`;
    case 'resource_link':
      return `[link ${block.name}: ${block.uri}]`;
    case 'resource': {
      const { resource } = block;
      const kind = resource.mimeType ? ` ${resource.mimeType}` : '';
      if ('text' in resource) return `[resource ${resource.uri}${kind}]\n${resource.text}`;
      return `[resource ${resource.uri}${kind}, ${bytesOf(resource.blob)} bytes]`;
    }
  }
}

const bytesOf = (base64: string) => Buffer.byteLength(base64, 'base64');
