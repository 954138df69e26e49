import { lineAt, parseTree } from '../javascript/parse.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import { walk } from '../javascript/syntax.ts';
import type { Machine } from './machine.ts';
import { inBranch } from './machine.ts';
import { moduleFrame } from './module-frame.ts';
import { declare, write } from './scope.ts';
import type { CallFact } from './sinks/sink.ts';
import { isCall } from './sinks/sink.ts';
import type { Value } from './value.ts';
import { isEmpty, nothing, wholeText } from './value.ts';

/** Longest program that is walked, signs. */
const longest = 4000;

/** Programs in programs are not followed. */
let isOpen = false;

/** `vm.runInContext('read(data)', { read, data })`: a program that the code holds as a text, with the names it is given. */
export function runWritten(call: CallFact): Value {
  if (isOpen || !isCall(call, /^vm#(runInContext|runInNewContext)$/)) return nothing;
  const { machine, args } = call;
  const [code, context] = args;
  const text = code === undefined ? undefined : wholeText(code);
  const names = context === undefined ? undefined : givenTo(context);
  if (text === undefined || text.length > longest || names === undefined || !machine.spend()) return nothing;
  const file = programOf(call, text);
  if (file === undefined) return nothing;
  isOpen = true;
  try {
    return runIn(machine, file, names);
  } finally {
    isOpen = false;
  }
}

/** The object itself, or the one that `vm.createContext` was given. */
const givenTo = (context: Value): Value =>
  context.traces.find(({ name }) => name === 'vm#createContext()')?.args?.[0] ?? context;

/** Its places are told at the line of the call. */
function programOf({ frame, node }: CallFact, text: string): ParsedFile | undefined {
  const { path } = frame.file;
  const outcome = parseTree(`${path}.js`, '\n'.repeat(lineAt(frame.file, node.start) - 1) + text);
  return outcome.kind === 'parsed' ? { ...outcome.file, path } : undefined;
}

function runIn(machine: Machine, file: ParsedFile, given: Value): Value {
  const frame = moduleFrame(file);
  let answer = nothing;
  inBranch(machine, () => {
    walk(file.program, (node) => {
      if (node.type !== 'Identifier') return;
      const value = machine.member(given, node.name, node, frame);
      if (!isEmpty(value)) write(machine.state, declare(frame.scope, node.name), value);
    });
    const last = file.program.body.at(-1);
    const isAnswer = last?.type === 'ExpressionStatement';
    const ending = machine.execute(isAnswer ? file.program.body.slice(0, -1) : file.program.body, frame);
    if (isAnswer) answer = machine.evaluate(last.expression, frame);
    return ending;
  });
  return answer;
}
