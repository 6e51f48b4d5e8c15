import { ImaginariumError, ROUND_STEPS, type Round, type RoundStep, type ToolSpec } from '@imaginarium/contracts';
import { parseModelName } from '@imaginarium/models';
import type { ModelConfig } from '../config/model-config.ts';
import { readModelKey } from '../open-models.ts';
import { practiceWithOwnTools, runSettings, usesPracticeModel } from '../run-purposes.ts';
import { capabilityOf, refuseIfClosed } from '../train/endpoint-capability.ts';
import { openTuningEndpoint } from '../train/open-tuning-endpoint.ts';
import { endpointSettings } from './checkpoint.ts';
import type { PlannedTools } from './plan-step.ts';
import type { RoundContext } from './round-context.ts';
import { exploredTools, openedTools } from './round-run.ts';

/** What of a round decides what it will need. */
type Unready = Pick<RoundContext, 'config' | 'environment' | 'request' | 'round'>;

/**
 * Looks, before a round writes or pays anything, for what its steps would be refused for later: the practice model with tools
 * that it does not know, secrets that are not there, an endpoint that is closed or wants an account. Asks nobody.
 *
 * @param planned what the round is about, which may not be written down yet
 * @param isNew whether every step that is asked for will be done; else those that are done need nothing
 * @throws ImaginariumError `config/practice-model`, `secret/missing`, `usage/account`, `permission/closed`
 */
export function refuseUnready(context: Unready, { tools, specs }: PlannedTools, isNew: boolean): void {
  const { request, round } = context;
  const { only, until = 'gate' } = request;
  const asked = only === undefined ? ROUND_STEPS.slice(0, ROUND_STEPS.indexOf(until) + 1) : [only];
  const left = new Set(asked.filter((step) => isNew || round.steps[step]?.state !== 'done'));
  if (left.has('explore') || left.has('curate')) refuseUnreadyRun(context, { ...round, tools: [...tools] }, specs);
  if (left.has('train') && request.checkpoint === undefined) refuseUnreadyTraining(context);
  if (left.has('evaluate')) refuseUnreadyEvaluation(context, left);
}

function refuseUnreadyRun({ config, environment }: Unready, round: Round, specs: readonly ToolSpec[]): void {
  const explored = exploredTools(round);
  const opened = openedTools(round);
  const own = specs.find(({ name, source }) => opened.has(name) && source.kind !== 'toolbox');
  if (explored.size > 0 && own && usesPracticeModel(config.models)) throw practiceWithOwnTools(own.source.location);
  const isNoCall = config.removedTools === 'no-call' && round.tools.some(({ action }) => action === 'drop');
  const isAsked = explored.size > 0 || isNoCall;
  if (isAsked) for (const settings of Object.values(runSettings(config.models))) readModelKey(settings, environment);
}

function refuseUnreadyTraining({ config, environment }: Unready): void {
  const { to, baseUrl } = config.training;
  if (to === 'export') return;
  if (baseUrl === undefined) refuseIfClosed(capabilityOf(to), environment);
  openTuningEndpoint(endpointSettings({ config }, undefined), environment);
}

/** The checkpoint of a training that is still to come is asked with the endpoint's key, or as the config says. */
function refuseUnreadyEvaluation({ config, environment, request, round }: Unready, left: ReadonlySet<RoundStep>): void {
  const { model, judge } = config.evaluation;
  const known = request.checkpoint ?? (left.has('train') ? null : round.training?.checkpoint);
  const { key } = config.training;
  const asked: Pick<ModelConfig, 'model' | 'key'>[] = [
    ...(judge ? [judge] : []),
    ...(model ? [model] : known ? [{ model: known, ...(key ? { key } : {}) }] : []),
  ];
  for (const settings of asked) readModelKey(settings, environment);
}

/**
 * A checkpoint that is named must be one that can be asked: looked at before anything is written.
 *
 * @throws ImaginariumError `config/model-name`
 */
export function refuseCheckpointName(checkpoint: string | undefined): void {
  if (checkpoint === undefined) return;
  const { provider } = parseModelName(checkpoint);
  if (provider === 'practice')
    throw new ImaginariumError({
      code: 'config/model-name',
      message: 'The practice model is no checkpoint: nothing was trained.',
      hint: 'Name what came out of training, for example openai:NAME@http://HOST:PORT/v1.',
    });
}
