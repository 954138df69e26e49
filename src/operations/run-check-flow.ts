import { checkFlow, flowRules } from '../provers/flows/check.ts';
import { readFlow } from '../provers/flows/language/read-flow.ts';
import type { FlowProblem } from '../provers/flows/language/read-flow.ts';
import type { CheckFlowInput } from './check-flow.ts';
import { checkAnswer } from './check-result.ts';
import { UserError } from './operation.ts';
import type { Answer, Tools } from './operation.ts';
import { readTextFile } from './statistics-file.ts';

/** @throws UserError when the file cannot be read or tells no flow */
export async function runCheckFlow(input: CheckFlowInput, tools: Tools): Promise<Answer> {
  const { file } = input;
  const text = readTextFile(file, tools.cwd, 'a flow in YAML');
  const read = readFlow(text);
  if (read.kind === 'unreadable') throw unreadable(file, read.problems);
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
