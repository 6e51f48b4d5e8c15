import type { ToolSpec } from '@imaginarium/contracts';
import type { ExecutionPolicy } from './execution-policy.ts';

export type GateDecision = 'call' | 'dry-run' | 'deny';

/**
 * Read-only by default. The effect is the person's word, else what the importer found (trusted annotation, HTTP verb,
 * write); a write is dry-run where dry runs are asked for, called where it is allowed by name, else refused.
 */
export function gate(
  spec: ToolSpec,
  policy: Pick<ExecutionPolicy, 'effects' | 'allowWrites' | 'dryRun'>,
): GateDecision {
  if (effectOf(spec, policy) === 'read') return 'call';
  if (policy.dryRun) return 'dry-run';
  return policy.allowWrites.includes(spec.name) ? 'call' : 'deny';
}

/** The effect that counts for a tool. */
export function effectOf(spec: ToolSpec, policy: Pick<ExecutionPolicy, 'effects'>): ToolSpec['effect'] {
  return Object.hasOwn(policy.effects, spec.name) ? (policy.effects[spec.name] ?? spec.effect) : spec.effect;
}
