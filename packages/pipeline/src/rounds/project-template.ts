/** What `imaginarium init` writes beside the config. */
export const GIT_IGNORE = `# Uploaded files, jobs and weights of the project's own endpoint: large, and trained again from records.
endpoint/
# Records follow from the examples and are made again when they are missing.
rounds/*/records/
rounds/*/run/records/
# Of a process at work.
*.lock
*.partial.jsonl
# Journals (rounds/*/run/journal.jsonl, rounds/*/evaluation/journal.jsonl) are kept: they hold every answer that was paid for.
`;

/**
 * The text of a new `project.yaml`, with what matters and its reasons.
 *
 * @param sources as they are written under `tools`
 * @param isPractice whether the practice model knows all of them
 */
export function projectTemplate({
  name,
  sources,
  isPractice,
}: {
  readonly name: string;
  readonly sources: readonly string[];
  readonly isPractice: boolean;
}): string {
  const model = isPractice
    ? `# The practice model is a rule-based stand-in that knows the toolbox only, not a language model. Others:
# openai:gpt-5-mini, openai:qwen3@http://127.0.0.1:11434/v1, huggingface:Qwen/Qwen3-32B
models:
  default: "practice:"`
    : `# Its key is taken from OPENAI_API_KEY. Others: openai:qwen3@http://127.0.0.1:11434/v1, huggingface:Qwen/Qwen3-32B
models:
  default: openai:gpt-5-mini`;
  return `# A project: its tools, and how each round explores, trains, tests and judges them. Paths are taken from this folder.
# Start a round with: imaginarium round add
name: ${name}
seed: 1

# A round takes what is new or changed here since the round before. Add a source, or tools to a source, for another round.
tools:
${sources.map((source) => `  - from: ${JSON.stringify(source)}`).join('\n')}

# Round by round instead: names of the tools that each round adds.
# batches: [[add_days, days_between], [evaluate_math]]

# Who imagines queries, solves, judges and rewords them.
${model}

# Of one round: it stops before it would spend more.
# budget: { dollars: 20, calls: 20000 }

# Trials of each new or changed tool: 15 episodes of 4 in the paper.
exploration: { episodes: 8, trials: 4 }

curation:
  # Queries of each tool that are held out and asked again after every later round: with fewer than 12 the gate hardly sees
  # that a tool was lost.
  split: { test: 12, validation: 0.1 }
  paraphrase: { target: 40 }

formatting:
  general: { from: bundled, ratio: 0.1 } # conversations without tools

# Of earlier rounds, trained on again: without it old tools are forgotten.
replay: { sampler: uniform, ratio: 0.1 }

# Where each round is trained. local: an endpoint on this machine, whose student is no language model.
# Others: openai, huggingface, together, fireworks, export (a folder to train from).
training:
  to: local
  model: student-v1
  from: last # the checkpoint of the round before; base: the base model again
${isPractice ? '' : '  # to: huggingface\n  # model: mistralai/Mistral-7B-Instruct-v0.3\n  # account: me\n'}
# A round passes when no old tool is shown worse by more than the margin, and the new ones together reach the target.
gate: { margin: 0.1, target: 0.6 }
`;
}
