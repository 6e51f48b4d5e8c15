import {
  type GateVerdict,
  type PlannedTool,
  ROUND_STEPS,
  type Round,
  type RoundStepState,
} from '@imaginarium/contracts';

/** Milliseconds of each step. */
const times = [240, 3_721_000, 524_300, 3_100, 1_860_000, 91_400, 800];

/** A finished round; without a verdict of its own, one that passed. */
export function roundOf(number: number, names: readonly (readonly string[])[], gate: GateVerdict | null): Round {
  const at = (minutes: number) => Date.UTC(2026, 10, 18 + number, 9, minutes);
  const passed: GateVerdict = {
    isPassed: true,
    config: { margin: 0.1, target: 0.6, level: 0.05, profile: 'strict', metric: 'correct' },
    oldTools: [],
    allOld: null,
    newTools: [],
    allNew: null,
    proposals: [],
  };
  const verdict = gate ?? passed;
  const tools = names.slice(0, number).flatMap((batch, index) =>
    batch.map((tool): PlannedTool => {
      const isNew = index === number - 1;
      return {
        tool,
        before: isNew ? null : tool,
        version: `v-${tool.length}`,
        action: isNew ? 'explore' : 'keep',
        differences: [],
        reason: isNew ? 'new in this round' : 'as in the round before',
      };
    }),
  );
  const fresh = names[number - 1]?.length ?? 0;
  const calls: Record<string, number> = { explore: fresh * 300, curate: fresh * 140, evaluate: tools.length * 15 };
  const step = (name: string, index: number): RoundStepState => ({
    state: 'done',
    key: `key-${name}`,
    startedAt: at(index * 9),
    finishedAt: at(index * 9) + (times[index] ?? 0),
    outputs: [],
    counts:
      name === 'explore' ? { trials: fresh * 60, solved: fresh * 41 } : name === 'mix' ? { records: fresh * 150 } : {},
    calls: calls[name] ?? 0,
    cost: (calls[name] ?? 0) * 0.0004,
  });
  return {
    format: 1,
    number,
    kind: 'add',
    state: verdict.isPassed ? 'passed' : 'open',
    createdAt: at(0),
    updatedAt: at(59),
    versions: { imaginarium: '0.1.0', node: '20.20.0' },
    config: {},
    tools,
    targets: [],
    steps: Object.fromEntries(ROUND_STEPS.map((name, index) => [name, step(name, index)])),
    training: {
      endpoint: 'local',
      from: number === 1 ? 'student-v1' : `city-services-r${number - 1}`,
      job: `job-${number}`,
      checkpoint: `openai:city-services-r${number}@http://127.0.0.1:8080/v1`,
    },
    gate: verdict,
    failure: null,
  };
}

/** The first tools of a plan: carried over, explored again, gone. */
export function changedTool(tool: PlannedTool, index: number): PlannedTool {
  if (index === 0)
    return {
      ...tool,
      before: `${tool.tool}_v1`,
      action: 'migrate',
      reason: 'Renamed, and an optional argument was added: its examples hold.',
      differences: [
        { what: 'name', from: `${tool.tool}_v1`, to: tool.tool },
        { what: 'argument-added', path: '/limit', isRequired: false },
      ],
    };
  if (index === 1)
    return {
      ...tool,
      action: 'explore',
      reason: 'An argument is of another type: old calls would be refused.',
      differences: [
        { what: 'argument-retyped', path: '/date', from: 'string', to: 'integer' },
        { what: 'enum', path: '/currency', added: ['EUR', 'CHF'], removed: ['DEM'] },
        { what: 'description', from: 'Gives rates.', to: 'Gives rates of the day.' },
      ],
    };
  if (index === 2) return { ...tool, version: null, action: 'drop', reason: 'Its source no longer has it.' };
  return tool;
}
