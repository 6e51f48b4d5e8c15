import { type Example, ImaginariumError, type ToolSpec } from '@imaginarium/contracts';

const SHOWN = 12;

/**
 * Lets a set of examples pass only when each is of the one version that its tool has, and offers no tool that is not there.
 *
 * @throws ImaginariumError `input/mixed-versions`
 */
export function refuseMixedVersions(
  examples: readonly Pick<Example, 'id' | 'tool' | 'toolVersion' | 'offered'>[],
  tools: readonly Pick<ToolSpec, 'name' | 'version'>[],
): void {
  const versions = new Map(tools.map(({ name, version }) => [name, version]));
  for (const { id, tool, toolVersion, offered } of examples) {
    const missing = [tool, ...(offered ?? [])].find((name) => name !== null && !versions.has(name));
    if (missing !== undefined)
      throw refusal(
        `Example ${id} ${tool === missing ? 'is of' : 'offers'} the tool ${missing}, which is not among the tools.`,
      );
    const version = tool === null ? null : versions.get(tool);
    if (version === toolVersion) continue;
    const others = examples.filter((other) => other.tool === tool && other.toolVersion !== version);
    const found = [...new Set(others.map((other) => other.toolVersion ?? 'none'))].map((hash) => hash.slice(0, SHOWN));
    throw refusal(
      `${tool} has the version ${version?.slice(0, SHOWN)}, but ${others.length} of its examples are of ${found.join(', ')} (the first: ${id}).`,
    );
  }
}

function refusal(message: string): ImaginariumError {
  return new ImaginariumError({
    code: 'input/mixed-versions',
    message,
    hint: 'A data set holds one version of each tool. Plan the round again, so that examples are carried over or explored anew.',
  });
}
