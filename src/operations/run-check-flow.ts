import { checkFlow, flowRules } from '../provers/flows/check.ts';
import { exportFlow } from '../provers/flows/export.ts';
import type { ExportedFlow } from '../provers/flows/export.ts';
import type { FlowSpec } from '../provers/flows/language/flow-spec.ts';
import { readFlow } from '../provers/flows/language/read-flow.ts';
import type { FlowProblem } from '../provers/flows/language/read-flow.ts';
import type { CheckFlowInput } from './check-flow.ts';
import { checkAnswer } from './check-result.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './text-file.ts';

/** @throws UserError when the file cannot be read or tells no flow */
export async function runCheckFlow(input: CheckFlowInput, tools: Tools): Promise<Answer> {
  const { file, text } = readTextFile(
    input.file,
    tools,
    'Name a YAML or JSON file that tells a flow; docs/flows.md shows its words.',
  );
  const read = readFlow(text);
  if (read.kind === 'unreadable') throw unreadable(file, read.problems);
  if (input.export !== undefined) return exported(read.flow, input.export);
  tools.progress('searching every order of steps');
  return checkAnswer(
    {
      ...checkFlow(file, read.flow, read.place),
      rules: flowRules,
      inputs: new Map([[file, text]]),
      seed: 0,
      command: `plumbline check flow ${file}`,
    },
    input,
    tools,
  );
}

/** What stands behind the end of a TLA+ module is no part of it, so its configuration can. */
function exported(flow: FlowSpec, language: ExportedFlow['language']): Answer {
  const { files, run } = exportFlow(flow, language);
  const [first, ...rest] = files;
  const further = rest.map(({ name, text }) => `\n${name}:\n${text}`);
  return {
    exit: 0,
    result: { language, files: files.map(({ name, text }) => ({ name, text })), run },
    text: [first?.text ?? '', ...further].join(''),
  };
}

const mostTold = 10;

/** The first problem in the title, the rest below it: a file is mended in one go. */
function unreadable(file: string, [first, ...rest]: readonly [FlowProblem, ...FlowProblem[]]): UserError {
  const others = rest
    .slice(0, mostTold)
    .map(({ line, column, what, next }) => `${file}:${line}:${column}: ${what}. ${next}`);
  const left = rest.length - others.length;
  return new UserError(
    first.what,
    [first.next, ...others, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n'),
    `${file}:${first.line}:${first.column}`,
  );
}
