import { type Command, CommanderError, program } from 'commander';
import type { Invocation } from './command-context.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { readVersion } from './read-version.ts';

/** Loads a verb, and all that verbs share, when it is used, so that `--help` stays quick. */
function verb<Options>(
  load: () => Promise<(invocation: Invocation<Options>) => Promise<void>>,
): (...all: unknown[]) => Promise<void> {
  return async (...all) => {
    const command = all.at(-1) as Command;
    const options = command.optsWithGlobals<Options & { readonly json?: boolean }>();
    const [{ createCommandContext }, { reportError }] = await Promise.all([
      import('./command-context.ts'),
      import('./report-error.ts'),
    ]);
    try {
      const act = await load();
      await act({ name: command.name(), args: command.args, options, context: createCommandContext(options) });
    } catch (error) {
      process.exitCode = reportError(error, { isJson: options.json ?? false });
    }
  };
}

const runVerb = async () => (await import('./verbs/run.ts')).runCommand;

program
  .name('imaginarium')
  .description(
    'From tools to a training set: simulated trial and error with real calls, curated and written as fine-tuning records.',
  )
  .version(readVersion())
  .option('--json', 'print one JSON document on stdout and nothing else there')
  .showHelpAfterError()
  .exitOverride();

const withRunOptions = (command: Command): Command =>
  command
    .option('--output <folder>', 'run folder, instead of the one in the config')
    .option('--dry-run', 'say what would be done, with calls, tokens and cost; do nothing')
    .option('--pilot <trials>', 'with --dry-run: make this many real trials first and project from them');

withRunOptions(
  program.command('run <config>').description('explore, curate and format: from tools to a training set'),
).action(verb(runVerb));
withRunOptions(
  program.command('explore <config>').description('make trials: imagined queries, real calls, reflections'),
).action(verb(runVerb));
withRunOptions(program.command('curate <config>').description('make examples from the trials of a run')).action(
  verb(runVerb),
);
withRunOptions(
  program.command('format <config>').description('make fine-tuning records from the examples of a run'),
).action(verb(runVerb));

program
  .command('show <run>')
  .description('what a run did: waterfall, ledger, files; or one trial or example')
  .option('--trial <id>', 'one trial with its calls and observations, for example convert_units/0/2')
  .option('--example <id>', 'one example')
  .option('--removals', 'what left, and why')
  .action(verb(async () => (await import('./verbs/show.ts')).showCommand));

program
  .command('rebuild <run>')
  .description('make the files of a run or of PROJECT/rounds/N again from its journal, offline, and compare them')
  .option('--output <folder>', 'folder to make; default: RUN-rebuilt')
  .option('--inputs <folder>', 'where the relative paths of its config are taken from')
  .action(verb(async () => (await import('./verbs/rebuild.ts')).rebuildCommand));
program
  .command('diff <a> <b>')
  .description('how data set B differs from A: tools, counts, arguments, records, queries')
  .option('--target <name>', 'whose records are compared; default: the first target that both have')
  .action(verb(async () => (await import('./verbs/diff.ts')).diffCommand));

const evaluateVerb = (name: 'evaluateCommand' | 'compareCommand') =>
  verb(async () => (await import('./verbs/evaluate.ts'))[name]);
const withScoringOptions = (command: Command): Command =>
  command
    .option('--test <location>', "run folder, JSONL test file, or STE's tool_test.json")
    .option('--test-tools <file>', 'tool definitions, for test items that name tools only')
    .option('--profile <name>', 'whose misses are shown first: strict or ste; both are always scored', 'strict')
    .option('--judge <model>', 'judges arguments that the ste profile does not compare')
    .option('--disputes <file>', 'golds that a person marked wrong, values that a person accepted')
    .option('--execute <source...>', 'run gold and predicted calls on these tools and compare what they return')
    .option('--name <name>', 'what the predictions are called')
    .option('--output <folder>', 'default: evaluations/NAME');
withScoringOptions(
  program
    .command('evaluate [config]')
    .description('ask a model a test set, or score saved predictions: both profiles, uncertainty, errors, report'),
)
  .option('--model <name>', 'provider:model[@base-url], for example openai:qwen3@http://127.0.0.1:11434/v1')
  .option('--predictions <file...>', 'score what was answered before; asks no model')
  .option('--protocol <name>', 'native tool calls, or text')
  .option('--tool-set <kind>', 'tools that the model sees: none (fine-tuned), all, oracle, retriever')
  .option('--tool-set-size <n>', 'tools shown by oracle and retriever (15)')
  .option('--prompt <name>', 'plain, or ste: the system text of ste records')
  .option('--system <text>', 'a system text of your own')
  .option('--tool-names <kind>', "legal, or original: the source's own names (text protocol)")
  .option('--demonstrations <n>', 'nearest training queries shown with their calls (8)')
  .option('--demonstrations-from <location>', 'training queries: run folder or JSONL')
  .option('--embeddings <name>', 'offline:, openai:MODEL[@url] or huggingface:MODEL[@url]')
  .option('--repetitions <n>', 'ask each item n times, for pass^k; needs a temperature')
  .option('--temperature <t>', '0 unless told otherwise')
  .option('--max-tokens <n>', 'bound of a reply (512)')
  .option('--seed <n>', 'of samples and orders')
  .option('--budget-dollars <n>', 'stop before more is spent')
  .option('--budget-calls <n>', 'stop before more calls are made')
  .option('--dry-run', 'say what would be asked and what it costs; ask nothing')
  .action(evaluateVerb('evaluateCommand'));
withScoringOptions(
  program
    .command('compare <baseline> <others...>')
    .description('compare predictions with those of a baseline, in pairs, with corrected tests'),
).action(evaluateVerb('compareCommand'));
program
  .command('smoke')
  .description('ten calls through the real serving path: does the server return tool calls?')
  .requiredOption('--model <name>', 'provider:model[@base-url]')
  .option('--key <env:NAME>', 'where the API key is found')
  .option('--count <n>', 'calls', '10')
  .action(verb(async () => (await import('./verbs/smoke.ts')).smokeCommand));

const withEndpoint = (command: Command): Command =>
  command
    .option('--to <endpoint>', 'openai, huggingface, together, fireworks, local, export')
    .option('--base-url <url>', 'another server of the same API')
    .option('--key <env:NAME>', "where the key is found; default: the endpoint's usual variable")
    .option('--account <name>', 'whose account: huggingface, fireworks')
    .option('--hardware <name>', 'machine of the job: huggingface')
    .option('--hours <n>', 'after which a job on rented hardware is ended');
const trainVerb = (name: 'trainCommand' | 'uploadCommand') =>
  verb(async () => (await import('./verbs/train.ts'))[name]);
program
  .command('endpoints')
  .description('where fine-tuning can be done: models, methods, limits, needed secrets, and until when')
  .option('--check', 'ask each, at no cost, whether it would take a job')
  .option('--account <name>', 'whose account: huggingface, fireworks')
  .action(verb(async () => (await import('./verbs/endpoints.ts')).endpointsCommand));
withEndpoint(
  program
    .command('train <data>')
    .description('upload records and launch one fine-tuning job; repeated, it is the same job'),
)
  .option('--model <name>', 'base model, or the checkpoint of an earlier job')
  .option('--method <name>', 'sft or dpo', 'sft')
  .option('--validation <file>', 'validation records, where DATA is a file')
  .option('--suffix <text>', 'part of the name of what comes out')
  .option('--label <text>', 'tells a further job of the same from a repeated launch')
  .option('--seed <n>', 'of the training', '1')
  .option('--epochs <n>')
  .option('--batch-size <n>')
  .option('--learning-rate <factor>', "a factor on the endpoint's own")
  .option('--beta <b>', 'of dpo')
  .option('--lora-rank <n>', '0 trains all weights')
  .option('--price <dollars>', 'of a million trained tokens, for the estimate: openai, together, fireworks')
  .option('--tool <name>', 'for export: trl, axolotl, llama-factory or unsloth', 'trl')
  .option('--output <folder>', 'for export: the folder to write (export)')
  .option('--follow', 'wait for the end and tell what happens')
  .option('--dry-run', 'say what would be sent and what it costs; send nothing')
  .action(trainVerb('trainCommand'));
withEndpoint(program.command('upload <data>').description('check records and upload what is not there yet'))
  .option('--method <name>', 'sft or dpo', 'sft')
  .option('--validation <file>', 'validation records, where DATA is a file')
  .action(trainVerb('uploadCommand'));
withEndpoint(
  program
    .command('jobs [id]')
    .description('jobs launched from here, all of an endpoint (--to), or one: as the endpoint says'),
)
  .option('--follow', 'wait for its end and tell what happens')
  .option('--cancel', 'cancel it')
  .action(verb(async () => (await import('./verbs/jobs.ts')).jobsCommand));
program
  .command('serve')
  .description("a fine-tuning endpoint on this machine that speaks OpenAI's API")
  .option('--folder <folder>', 'keeps files and jobs (.imaginarium/endpoint)')
  .option('--host <address>', 'beyond loopback a key is required (127.0.0.1)')
  .option('--port <n>', 'default 8321; 0: any that is free')
  .option('--key <env:NAME>', 'the key that requests must carry')
  .option('--trl <python>', 'also train with TRL: the Python of an environment that has it')
  .option('--trl-model <name...>', 'base models for TRL, of the Hub or folders')
  .option(
    '--trl-server <url>',
    'OpenAI-compatible server that answers for them: vLLM, transformers serve, llama-server',
  )
  .option('--trl-lora-rank <n>', '0 trains all weights (0)')
  .action(verb(async () => (await import('./verbs/serve.ts')).serveCommand));
program
  .command('preflight <data>')
  .description(
    'judge training records before money is spent: weak tools, confused tools, mislabelled records, more data?',
  )
  .option('--seed <n>', 'of its shuffles', '1')
  .action(verb(async () => (await import('./verbs/preflight.ts')).preflightCommand));

program
  .command('init <folder>')
  .description('make a project: a config, its tool sources, and a history of rounds')
  .option('--from <source...>', 'tool sources (toolbox: where there is none)')
  .option('--like <config>', 'take over the config of another project, comments included')
  .option('--name <name>', 'names data sets and checkpoints; default: after the folder')
  .action(verb(async () => (await import('./verbs/init.ts')).initCommand));
const round = program.command('round').description('teach a project its tools round by round, and keep the old ones');
const roundVerb = (name: 'addRoundCommand' | 'improveRoundCommand' | 'roundStatusCommand' | 'showRoundCommand') =>
  verb(async () => (await import('./verbs/round.ts'))[name]);
const withProject = (command: Command): Command => command.option('--project <folder>', 'folder of the project', '.');
const withRound = (command: Command): Command =>
  withProject(command)
    .option('--until <step>', 'stop after plan, explore, curate, mix, train, evaluate or gate')
    .option('--only <step>', 'do this step alone')
    .option('--replan', 'plan an open round again, with the tools of now')
    .option('--checkpoint <model>', 'trained elsewhere: provider:model[@base-url]')
    .option('--dry-run', 'say what would be done, with calls, tokens and cost; do nothing');
withRound(round.command('add').description('take in new and changed tools: explore, train, evaluate, gate'))
  .option('--from <source...>', 'add tool sources to project.yaml first')
  .option('--accept <reason>', 'take the last round though its gate did not pass, and begin the next')
  .action(roundVerb('addRoundCommand'));
withRound(round.command('improve').description('aim a round at what the last evaluation got wrong'))
  .option('--budget-dollars <n>', 'what exploration may spend')
  .option('--budget-calls <n>', 'calls that exploration may make')
  .option('--trials <n>', 'trials in all (120)')
  .action(roundVerb('improveRoundCommand'));
withProject(round.command('status').description('where the project stands, and what to type next')).action(
  roundVerb('roundStatusCommand'),
);
withProject(round.command('show [n]').description('all of one round; default: the last')).action(
  roundVerb('showRoundCommand'),
);

const tools = program.command('tools').description('look at tools and call them by hand');
const withSource = (command: Command): Command =>
  command
    .requiredOption(
      '--from <source>',
      'toolbox: | openapi:FILE_OR_URL | mcp:COMMAND_OR_URL | functions:MODULE | toolbench:FILE',
    )
    .option('--server <url>', 'base URL that calls go to')
    .option('--secret <name=env:NAME...>', 'secret of the source, taken from an environment variable');
const toolsVerb = (name: 'listTools' | 'showTool' | 'callTool' | 'validateTools') =>
  verb(async () => (await import('./verbs/tools.ts'))[name]);
withSource(tools.command('list').description('names, effects and descriptions')).action(toolsVerb('listTools'));
withSource(tools.command('show <name>').description('one tool as a model sees it')).action(toolsVerb('showTool'));
withSource(tools.command('validate').description('check names and schemas of all tools')).action(
  toolsVerb('validateTools'),
);
withSource(
  tools
    .command('call <name> [arguments]')
    .description('call a tool through the safe executor; arguments as JSON')
    .option('--allow-write', 'execute a tool that may change something')
    .option('--allow-host <host...>', 'allow a private or loopback host[:port]')
    .option('--dry-run', 'check the call, do not make it'),
).action(toolsVerb('callTool'));

// A reader that has seen enough (`| head`) is no failure; output that cannot be kept is.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT_CODES.done);
  const { reportError } = await import('./report-error.ts');
  process.exit(reportError(error, { isJson: false }));
});
// Progress that nobody can see is no reason to stop.
process.stderr.on('error', () => {});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  const isDone = error.exitCode === 0;
  process.exitCode = isDone ? EXIT_CODES.done : EXIT_CODES.usage;
  if (!isDone && process.argv.includes('--json')) {
    const { errorDocument } = await import('./report-error.ts');
    const message = error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '');
    const hint = 'imaginarium --help says what there is.';
    process.stdout.write(errorDocument({ code: 'usage/command-line', message, hint }));
  }
}
