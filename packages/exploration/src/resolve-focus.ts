import { type Focus, ImaginariumError, type ImagineMaterial, type ToolSpec } from '@imaginarium/contracts';
import { definitionOf } from './exploration-context.ts';
import { findArgument } from './find-argument.ts';

/** A focus and what imagination is shown for it; nothing where any query of the tool will do. */
export interface ResolvedFocus {
  readonly focus: Focus;
  readonly material: ImagineMaterial['focus'];
}

/**
 * What a focus says, taken from the definitions of the tools alone.
 *
 * @throws ImaginariumError `input/unknown-focus` when the tools have no such rival, or the tool no such argument
 */
export function resolveFocus(focus: Focus, tool: ToolSpec, tools: readonly ToolSpec[]): ResolvedFocus {
  const { kind, other, argument = '' } = focus;
  if (kind === 'tool') return { focus, material: undefined };
  if (kind === 'confused-pair') {
    const rival = tools.find(({ name }) => name === other);
    if (rival === undefined) throw unknown(tool, `there is no tool ${other}`);
    return { focus, material: { kind, rival: definitionOf(rival) } };
  }
  const found = findArgument(tool.parameters, argument);
  if (argument === '' || found.path !== argument) throw unknown(tool, `it has no argument ${argument}`);
  return { focus, material: { kind, argument, schema: found.schema, isRequired: found.isRequired } };
}

function unknown({ name }: ToolSpec, why: string): ImaginariumError {
  return new ImaginariumError({
    code: 'input/unknown-focus',
    message: `The tool ${name} cannot be explored for this: ${why}.`,
    hint: 'Plan again, with the tools as they are now.',
  });
}
