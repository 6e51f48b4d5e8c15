import type { RunReport } from '@imaginarium/pipeline';

/** What to type after a run of the practice model, and after one of a real model. */
export function renderNextSteps(
  report: RunReport,
  options: { readonly isPractice: boolean; readonly config: string },
): string {
  const { folder } = report;
  const steps = options.isPractice
    ? [
        [
          'a model of your own',
          `put  models: { default: openai:gpt-5-mini }  into a copy of ${options.config}, export OPENAI_API_KEY`,
        ],
        ['a model on this machine', 'models: { default: openai:qwen3@http://127.0.0.1:11434/v1 }'],
        [
          'tools of your own',
          'npx imaginarium tools list --from openapi:YOUR_SPEC.yaml   (or mcp:COMMAND, functions:MODULE.mjs)',
        ],
        ['the plan and its cost', 'npx imaginarium run YOUR_CONFIG.yaml --dry-run'],
        ['train and evaluate, offline', 'npm run loop'],
      ]
    : [['the plan of another run', `npx imaginarium run ${options.config} --dry-run --pilot 4`]];
  steps.push(['one trial, readable', `npx imaginarium show ${folder} --trial ${firstTrial(report)}`]);
  steps.push(['are the records any good', `npx imaginarium preflight ${folder}`]);
  steps.push(['what left, and why', `npx imaginarium show ${folder} --removals`]);
  const width = Math.max(...steps.map(([what]) => what?.length ?? 0));
  return steps.map(([what = '', how]) => `  ${what.padEnd(width)}  ${how}`).join('\n');
}

function firstTrial({ sampleTrial }: RunReport): string {
  return sampleTrial ?? 'TOOL/0/0';
}
