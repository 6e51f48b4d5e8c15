import type {
  Comparison,
  Evaluation,
  EvaluationReport,
  Metric,
  Miss,
  Profile,
  Score,
  ToolScore,
} from '@imaginarium/contracts';
import { misses, profiles } from '../words.ts';

/** Reports made up for looking at the page and for testing it; their figures agree with one another but mean nothing. */
export interface SampleOptions {
  models: readonly string[];
  tools: number;
  itemsPerTool: number;
}

/** A realistic report: the size and the long names of the paper's test set. */
export function sampleReport(options: Partial<SampleOptions> = {}): EvaluationReport {
  const { models = ['mistral', 'mistral_ICL', 'mistral_FT'], tools = 50, itemsPerTool = 15 } = options;
  const next = sequence(7);
  const names = Array.from({ length: tools }, (_, index) => toolName(index));
  const evaluations = models.map((name, index) =>
    sampleEvaluation(name, (index + 1.5) / (models.length + 1), names, itemsPerTool, next),
  );
  return {
    format: 1,
    createdAt: Date.UTC(2026, 10, 22, 15, 46),
    evaluations,
    comparisons: compareAll(evaluations),
    problems: [],
  };
}

/** One model, one tool, nothing wrong, nothing known of cost. */
export function minimalReport(): EvaluationReport {
  const report = sampleReport({ models: ['small'], tools: 1, itemsPerTool: 3 });
  for (const evaluation of report.evaluations) {
    const perfect = (profile: Profile): Score => ({
      ...scoreOf(profile, [
        { tool: toolName(0), total: 3, wellformed: 3, toolMatch: 3, correct: 3, undecided: 0, misses: {} },
      ]),
    });
    evaluation.scores = { ste: perfect('ste'), strict: perfect('strict') };
    evaluation.usage = { inputTokens: 0, outputTokens: 0, cost: null, costPerCorrect: null, latency: null };
    evaluation.problems = [];
    evaluation.missExamples = [];
    evaluation.disputes = null;
    evaluation.execution = null;
    Object.assign(evaluation.header, {
      model: null,
      prompt: null,
      sampling: null,
      toolSet: null,
      demonstrations: null,
    });
  }
  return report;
}

const families = [
  'GamerPower',
  'NumbersToLetters',
  'JAK_API',
  'Soccer_Data',
  'colegiosantaana',
  'CatchLoc',
  'PTL',
  'Places',
  'forecast_weather',
  'search',
];
const operations = [
  'Live_giveaways_by_type',
  'Convertir_cantidad_a_letra_Moneda_MXN_Ingles',
  'Tournament_List',
  'Group_Management_API_access_for_modifying_group_information',
  'Geographic_coordinates_by_placename',
  'update',
];

function toolName(index: number): string {
  const family = families[index % families.length] ?? '';
  const operation = operations[Math.floor(index / families.length) % operations.length] ?? '';
  const turn = Math.floor(index / (families.length * operations.length));
  return `${family}_${operation}${turn === 0 ? '' : `_v${turn}`}`;
}

function sampleEvaluation(
  name: string,
  skill: number,
  tools: readonly string[],
  items: number,
  next: () => number,
): Evaluation {
  const toolScores = (bonus: number) =>
    tools.map((tool, index) => sampleTool(tool, items, skill + bonus - (index % 7) / 14, next));
  const scores = { strict: scoreOf('strict', toolScores(0)), ste: scoreOf('ste', toolScores(-0.12)) };
  scores.strict.irrelevance = share(Math.round(skill * 20), 20, 1);
  scores.ste.irrelevance = share(Math.round(skill * 17), 20, 1);
  scores.strict.undecided = 0;
  scores.ste.undecided = Math.round(skill * 3);
  const cost = skill > 0.5 ? tools.length * items * 0.00071 : null;
  return {
    header: {
      kind: 'predictions',
      format: 1,
      name,
      model: `openai:${name}@http://127.0.0.1:8000/v1`,
      protocol: 'text',
      toolNames: 'original',
      prompt: {
        name: 'text-protocol',
        system: 'Answer with one call:\nAction: NAME\nAction Input: {…}',
        hash: '5f0c7a1b'.repeat(8),
      },
      parser: 'text@1',
      sampling: { temperature: 0, maxTokens: 360, seed: 1 },
      toolSet: { kind: 'oracle', size: 15, embeddings: 'lexical@1' },
      demonstrations: name.includes('ICL') ? { count: 8, hash: 'ab12cd34'.repeat(8), embeddings: 'lexical@1' } : null,
      repetitions: 1,
      data: { source: 'test.jsonl', hash: '9d3f51c2'.repeat(8), items: tools.length * items },
      createdAt: Date.UTC(2026, 10, 22, 12, 0),
    },
    predictions: tools.length * items,
    scores,
    execution: { same: share(Math.round(skill * 90), 100, 10), unchecked: { 'no recording of the call made': 41 } },
    usage: {
      inputTokens: tools.length * items * 812,
      outputTokens: tools.length * items * 61,
      cost,
      costPerCorrect: cost === null ? null : cost / Math.max(1, scores.strict.correct.count),
      latency: { median: 640, p95: 2310 },
    },
    disputes: null,
    problems: [
      {
        kind: 'stale-gold',
        count: 11,
        names: ['update/3', 'update/9'],
        message: 'The expected call was edited after these verdicts were kept.',
      },
    ],
    missExamples: profiles.flatMap((profile) => sampleMisses(profile, scores[profile], tools, next)),
  };
}

function sampleTool(tool: string, total: number, chance: number, next: () => number): ToolScore {
  const score: ToolScore = { tool, total, wellformed: 0, toolMatch: 0, correct: 0, undecided: 0, misses: {} };
  const miss = (kind: Miss) => {
    score.misses[kind] = (score.misses[kind] ?? 0) + 1;
  };
  for (let item = 0; item < total; item += 1) {
    const luck = next();
    if (luck < chance) score.correct += 1;
    if (luck < chance + 0.16) score.toolMatch += 1;
    if (luck < chance + 0.24) score.wellformed += 1;
    else miss(luck < chance + 0.3 ? 'no-call' : 'malformed');
    if (luck >= chance + 0.16 && luck < chance + 0.24) miss('wrong-tool');
    if (luck >= chance && luck < chance + 0.16)
      miss(luck < chance + 0.05 ? 'missing-argument' : luck < chance + 0.07 ? 'unexpected-argument' : 'wrong-value');
  }
  return score;
}

function scoreOf(profile: Profile, tools: ToolScore[]): Score {
  const sum = (read: (tool: ToolScore) => number) => tools.reduce((total, tool) => total + read(tool), 0);
  const clusters = tools.length;
  const confusions = tools
    .map((tool, index) => ({
      expected: tool.tool,
      called: tools[(index * 7 + (index % 3)) % tools.length]?.tool ?? '',
      count: tool.misses['wrong-tool'] ?? 0,
    }))
    .filter(({ count, expected, called }) => count > 0 && expected !== called)
    .sort((a, b) => b.count - a.count);
  return {
    profile,
    wellformed: share(
      sum(({ wellformed }) => wellformed),
      sum(({ total }) => total),
      clusters,
    ),
    toolMatch: share(
      sum(({ toolMatch }) => toolMatch),
      sum(({ wellformed }) => wellformed),
      clusters,
    ),
    correct: share(
      sum(({ correct }) => correct),
      sum(({ total }) => total),
      clusters,
    ),
    irrelevance: null,
    multiCall: null,
    passHatK: [],
    undecided: 0,
    tools,
    misses: Object.fromEntries(misses.map((miss) => [miss, sum((tool) => tool.misses[miss] ?? 0)])),
    confusions,
  };
}

/** A share with an interval about as wide as that many items leave. */
export function share(count: number, of: number, clusters: number): Metric {
  if (of === 0) return { value: null, count, of, low: null, high: null, clusters };
  const value = count / of;
  const half = 2 * Math.sqrt((value * (1 - value)) / of);
  const isKnown = clusters > 1;
  return {
    value,
    count,
    of,
    low: isKnown ? Math.max(0, value - half) : null,
    high: isKnown ? Math.min(1, value + half) : null,
    clusters,
  };
}

function sampleMisses(
  profile: Profile,
  score: Score,
  tools: readonly string[],
  next: () => number,
): Evaluation['missExamples'] {
  return misses
    .filter((miss) => (score.misses[miss] ?? 0) > 0)
    .flatMap((miss) =>
      Array.from({ length: 5 }, (_, index) => {
        const tool = tools[Math.floor(next() * tools.length)] ?? '';
        return {
          itemId: `${tool}/${index}`,
          profile,
          tool,
          miss,
          query: `I am planning a trip to Lisbon next month and would like to know which giveaways number ${index} are open there.`,
          expected: `${tool}({"type": "game", "platform": "pc", "amount": ${index + 10}})`,
          actual:
            miss === 'no-call' ? 'I am sorry, I cannot help with that.' : `${tool}({"type": "loot", "platform": "pc"})`,
        };
      }),
    );
}

function compareAll(evaluations: readonly Evaluation[]): Comparison[] {
  const metrics = ['wellformed', 'toolMatch', 'correct'] as const;
  return evaluations.flatMap((first, index) =>
    evaluations
      .slice(index + 1)
      .flatMap((second) =>
        profiles.flatMap((profile) => metrics.map((metric) => compareOne(first, second, profile, metric))),
      ),
  );
}

function compareOne(a: Evaluation, b: Evaluation, profile: Profile, metric: Comparison['metric']): Comparison {
  const difference = (b.scores[profile][metric].value ?? 0) - (a.scores[profile][metric].value ?? 0);
  const pairs = a.predictions;
  const isShown = Math.abs(difference) > 0.12;
  return {
    a: a.header.name,
    b: b.header.name,
    profile,
    metric,
    pairs,
    both: 0,
    onlyA: Math.round(pairs * Math.max(0.03, -difference)),
    onlyB: Math.round(pairs * Math.max(0.03, difference)),
    neither: 0,
    difference,
    low: difference - 0.07,
    high: difference + 0.07,
    p: isShown ? 0.0001 : 0.21,
    adjustedP: isShown ? 0.0004 : 0.43,
    conclusion: isShown ? (difference > 0 ? 'b-better' : 'a-better') : 'no-difference-shown',
  };
}

/** Numbers of 0 to 1 (exclusive) that are the same each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
