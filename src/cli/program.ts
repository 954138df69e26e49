import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { operations } from '../operations/all.ts';
import type { AnyOperation, Answer, ExitCode, Tools } from '../operations/operation.ts';
import { explainFailure } from './failure.ts';

/** The streams and the place a command line runs in; tests give their own. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly cwd: string;
  /** Reads standard input to its end. */
  readonly input: () => string;
  /** Whether stderr is a terminal: progress is shown only there. */
  readonly terminal: boolean;
  /** Over when somebody asks the process to end. */
  readonly interrupted?: () => Promise<void>;
}

/** Runs one command line and gives its exit code. Results go to `out`, everything else to `err`. */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<ExitCode> {
  let exit: ExitCode = 0;
  const program = programFor(streams, (code) => {
    exit = code;
  });
  try {
    if (args.length === 0) {
      streams.out(program.helpInformation());
      return 0;
    }
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = explainFailure(error);
    const json = args.includes('--json') || args.join(' ').includes('--format json');
    if (json) streams.out(`${JSON.stringify(failure.json, null, 2)}\n`);
    streams.err(failure.text);
    return failure.exit;
  }
}

function programFor(streams: Streams, settle: (code: ExitCode) => void): Command {
  const version = ownVersion();
  const program = new Command('plumbline')
    .description(
      'Reads a backend, a brief or a legacy monolith and proves its advice. It never changes the target.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(plumbline --help lists the commands)')
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .addHelpText(
      'before',
      `${examplesOf(operations.slice(0, 2).flatMap(({ examples }) => examples.slice(0, 1)))}\n`,
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 clean, 1 findings or a gate shut, 2 bad input, 3 our fault, 4 open questions (--strict), 130 interrupted.',
    );
  for (const operation of operations)
    parentOf(operation, program, streams).addCommand(commandFor(operation, streams, version, settle));
  program.addCommand(toolServer(streams, version));
  return program;
}

/** `check migration` is a command of the group `check`. */
function parentOf(operation: AnyOperation, program: Command, streams: Streams): Command {
  const [group, name] = operation.name.split(' ');
  if (group === undefined || name === undefined) return program;
  const known = program.commands.find((command) => command.name() === group);
  if (known !== undefined) return known;
  const made = new Command(group)
    .description(groups[group] ?? group)
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err });
  program.addCommand(made);
  return made;
}

const groups: Readonly<Record<string, string>> = {
  check: 'answer a single question by running it: what a prover says of one file',
};

function commandFor(
  operation: AnyOperation,
  streams: Streams,
  version: string,
  settle: (code: ExitCode) => void,
): Command {
  const command = new Command(operation.name.split(' ').at(-1))
    .description(operation.description)
    .summary(operation.summary)
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .addHelpText('before', `${examplesOf(operation.examples)}\n`);
  for (const name of operation.positional) {
    const field = operation.fields[name];
    if (field !== undefined)
      command.argument(field.kind === 'text' && field.required ? `<${name}>` : `[${name}]`, field.about);
  }
  for (const [name, field] of Object.entries(operation.fields))
    if (!operation.positional.includes(name)) command.addOption(optionFor(name, field));
  command.option('--json', 'print the result as JSON');
  command.option('-q, --quiet', 'print nothing but errors');
  command.action(async (...given: readonly unknown[]) => {
    settle(await act(operation, given, streams, version));
  });
  return command;
}

function optionFor(name: string, field: AnyOperation['fields'][string]): Option {
  const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  switch (field.kind) {
    case 'flag':
      return new Option(flag, field.about);
    case 'text': {
      const option = new Option(`${flag} <${field.placeholder}>`, field.about);
      return field.default === undefined ? option : option.default(field.default);
    }
    case 'choice': {
      const option = new Option(`${flag} <${name}>`, field.about).choices([...field.values]);
      return field.default === undefined ? option : option.default(field.default);
    }
  }
}

async function act(
  operation: AnyOperation,
  given: readonly unknown[],
  streams: Streams,
  version: string,
): Promise<ExitCode> {
  const command = given.at(-1);
  const options: Readonly<Record<string, unknown>> = command instanceof Command ? command.opts() : {};
  const { json, quiet, ...flags } = options;
  const positional = operation.positional.flatMap((name, index) =>
    given[index] === undefined ? [] : [[name, given[index]] as const],
  );
  const tools: Tools = {
    cwd: streams.cwd,
    version,
    input: streams.input,
    progress: (line) => {
      if (streams.terminal && quiet !== true) streams.err(`${line}\n`);
    },
    ...(streams.interrupted !== undefined && {
      foreground: { say: streams.out, interrupted: streams.interrupted },
    }),
  };
  const answer = await operation.run({ ...flags, ...Object.fromEntries(positional) }, tools);
  const text = printed(answer, json === true);
  if (quiet !== true && text.trim() !== '') streams.out(text);
  return answer.exit;
}

const printed = (answer: Answer, json: boolean): string =>
  json
    ? `${JSON.stringify(answer.result, null, 2)}\n`
    : answer.text.endsWith('\n')
      ? answer.text
      : `${answer.text}\n`;

function toolServer(streams: Streams, version: string): Command {
  return new Command('mcp')
    .summary('serve the read-only tools over stdio (Model Context Protocol)')
    .description(
      'Serves the operations as read-only tools over standard input and output. Logs go to stderr.',
    )
    .exitOverride()
    .configureOutput({ writeOut: streams.out, writeErr: streams.err })
    .option('--root <directory>', 'the only directory tools may read (default: the current one)')
    .action(async (options: Readonly<Record<string, string>>) => {
      const { serveTools } = await import('../mcp/server.ts');
      await serveTools({ version, root: options['root'] ?? streams.cwd });
    });
}

const examplesOf = (examples: readonly string[]): string =>
  `Examples:\n${examples.map((line) => `  $ ${line}`).join('\n')}\n`;

function ownVersion(): string {
  const text: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof text === 'object' && text !== null && 'version' in text ? String(text.version) : '0.0.0';
}
