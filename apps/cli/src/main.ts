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
