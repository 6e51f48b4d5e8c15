import { cleanQuery, type ImagineMaterial, type Trial } from '@imaginarium/contracts';
import { definitionOf, type ExplorationContext, type TrialPlace } from './exploration-context.ts';
import { type LongTermMemory, recall } from './long-term-memory.ts';
import { imaginePrompt } from './prompts/imagine-prompt.ts';
import { recallTrials, type ShortTermMemory } from './short-term-memory.ts';
import { validateQuery } from './validate-query.ts';

export interface ImaginedQuery {
  /** Null when every proposal was refused. */
  readonly query: string | null;
  readonly rejected: { query: string; reason: string }[];
}

/** Asks for one user query of the tool, and again with the reasons while proposals are refused (method §1, step 1 and 2). */
export async function imagineQuery(
  context: ExplorationContext,
  place: TrialPlace,
  memory: { readonly longTerm: LongTermMemory; readonly shortTerm: ShortTermMemory },
  focus?: ImagineMaterial['focus'],
): Promise<ImaginedQuery> {
  const { tool, config, models, signal } = context;
  const half = Math.floor(config.contextCharacters / 2);
  const material: ImagineMaterial = { tool: definitionOf(tool), ...(focus && { focus }) };
  if (config.longTermMemory) material.earlierQueries = recall(memory.longTerm, half);
  if (config.shortTermMemory) material.earlierTrials = recallTrials(memory.shortTerm, half);
  const remembered = rememberedQueries(context, memory);
  const rejected: ImaginedQuery['rejected'] = [];
  for (let ordinal = 0; ordinal < config.imagineAttempts; ordinal++) {
    const reply = await models.imagine.complete(
      {
        purpose: 'imagine',
        place: { tool: tool.name, ...place, step: 'imagine', ordinal },
        messages: imaginePrompt(rejected.length > 0 ? { ...material, refused: rejected } : material),
        temperature: config.temperature,
        maxTokens: config.maxTokens,
      },
      { signal },
    );
    const query = cleanQuery(reply.message.content);
    const reason = validateQuery(query, {
      tool,
      remembered,
      nearDuplicateThreshold: config.nearDuplicateThreshold,
    });
    if (reason === undefined) return { query, rejected };
    rejected.push({ query, reason });
  }
  return { query: null, rejected };
}

function rememberedQueries(
  { config }: ExplorationContext,
  memory: { readonly longTerm: LongTermMemory; readonly shortTerm: ShortTermMemory },
): readonly { readonly query: string }[] {
  if (config.longTermMemory) return memory.longTerm.queries;
  if (config.shortTermMemory) return memory.shortTerm.filter(hasQuery);
  return [];
}

function hasQuery(trial: Trial): trial is Trial & { readonly query: string } {
  return trial.query !== null;
}
