import type { HubClient } from './hub-client.ts';
import type { ApiJob } from './hub-types.ts';
import { readJobCommand } from './job-command.ts';

/**
 * How to ask a checkpoint that no provider serves: a job that runs vLLM with an exposed port, reached with the same token at
 * `https://JOB--8000.hf.jobs` (huggingface_hub 2.4, `expose_urls`). An adapter is served on top of its base model.
 */
export function servingHint(job: ApiJob, client: HubClient): string {
  const settings = readJobCommand(job.command ?? [])?.settings;
  const target = settings?.get('hub_model_id');
  const base = settings?.get('model_name_or_path');
  if (target === undefined || base === undefined) return '';
  const name = target.slice(target.indexOf('/') + 1);
  const isAdapter = settings?.get('use_peft') === 'true';
  const parser = toolParser(base);
  const serve = [
    'vllm serve',
    isAdapter ? base : target,
    ...(isAdapter
      ? [`--enable-lora --max-lora-rank ${vllmRank(Number(settings?.get('lora_r')))} --lora-modules ${name}=${target}`]
      : [`--served-model-name ${name}`]),
    ...(parser ? [`--enable-auto-tool-choice --tool-call-parser ${parser}`] : []),
    '--port 8000',
  ].join(' ');
  return [
    `The ${isAdapter ? 'adapter' : 'model'} is at ${client.hubUrl}/${target}.`,
    `No provider serves a private checkpoint: to ask it, run  hf jobs run --detach --flavor ${job.flavor} --expose 8000 --secrets HF_TOKEN vllm/vllm-openai:latest ${serve}`,
    `and, once it is up,  imaginarium evaluate --model openai:${name}@https://JOB_ID--8000.hf.jobs/v1  with OPENAI_API_KEY set to the Hugging Face token; cancel that job afterwards. An Inference Endpoint of the model goes as well.`,
  ].join('\n');
}

/** vLLM's parser of tool calls by family; a server that cannot read a model's calls shows them as text. */
function toolParser(model: string): string | undefined {
  if (/mi[sx]tral|ministral/i.test(model)) return 'mistral';
  if (/qwen|hermes/i.test(model)) return 'hermes';
  if (/llama-?3/i.test(model)) return 'llama3_json';
  return undefined;
}

/** vLLM takes these ranks only. */
function vllmRank(rank: number): number {
  return [8, 16, 32, 64, 128, 256, 320, 512].find((size) => size >= rank) ?? 512;
}
