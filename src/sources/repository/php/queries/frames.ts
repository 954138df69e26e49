import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { readParameters } from '../classes.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import { className, shortName } from '../names.ts';
import { declaredType } from './typing.ts';
import { statementParameter } from './wrappers.ts';
import type { Frame, Reading, Span } from './types.ts';

export const classAt = (file: PhpFile, node: SyntaxNode): PhpClass | undefined => {
  const name = inField(node, 'name')?.text;
  if (name === undefined) return [...file.classes.values()].find((declared) => declared.node === node);
  const full = className({ ...file.names, classes: new Map() }, name);
  return file.classes.get(full.toLowerCase()) ?? [...file.classes.values()].find((one) => one.node === node);
};

const isTransacted = (frame: Frame, node: SyntaxNode): boolean =>
  frame.inTransaction || frame.manual.some(({ start, end }) => node.start >= start && node.start < end);

export const placed = (frame: Frame, node: SyntaxNode): Frame =>
  frame.manual.length === 0 ? frame : { ...frame, inTransaction: isTransacted(frame, node) };

export function enterFunction(
  reading: Reading,
  node: SyntaxNode,
  frame: Frame,
  name: string,
  owner: PhpClass | undefined,
): Frame {
  const body = inField(node, 'body');
  const variables: Frame['variables'] = new Map();
  for (const parameter of readParameters(frame.file.names, inField(node, 'parameters'))) {
    const type = declaredType(reading, parameter.type);
    if (type !== undefined) variables.set(parameter.name, { type });
  }
  const text = owner === undefined ? textParameter(reading, node, name) : undefined;
  if (text !== undefined) variables.set(text, { handedOn: true });
  return {
    file: frame.file,
    ...(owner === undefined ? {} : { class: owner }),
    ...(body === undefined ? {} : { body }),
    operation: owner === undefined ? name : `${shortName(owner.name)}.${name}`,
    variables,
    inLoop: false,
    inTransaction: false,
    manual: manualTransactions(body),
    depth: frame.depth,
  };
}

/** The parameter of a function that is the text of a statement, by its name. */
function textParameter({ codebase }: Reading, node: SyntaxNode, name: string): string | undefined {
  const method = name === '' ? undefined : codebase.function(name);
  const text = method?.node === node ? statementParameter(codebase, method) : undefined;
  return text === undefined || !isCalled(codebase, name) ? undefined : method?.parameters[text.at]?.name;
}

/** Somebody gives the text: its name stands before a parenthesis in more places than where it is declared. */
function isCalled({ sources }: Reading['codebase'], name: string): boolean {
  const call = new RegExp(String.raw`(?<!function\s+&?\s*)\b${name}\s*\(`, 'i');
  return sources.some(({ text }) => text.includes(name) && call.test(text));
}

/** From the begin to the last commit of the function. */
function manualTransactions(body: SyntaxNode | undefined): readonly Span[] {
  if (body === undefined || !/begin_?transaction|trans_?(start|begin)|START TRANSACTION/i.test(body.text))
    return [];
  const begin =
    /\b(begin_?transaction|trans_?start|trans_?begin)\s*\(|['"]\s*(START TRANSACTION|BEGIN)\b/i.exec(
      body.text,
    );
  const ends = [...body.text.matchAll(/\b(commit|trans_?complete|trans_?commit)\s*\(|['"]\s*COMMIT\b/gi)];
  const last = ends.at(-1);
  if (begin === null || last === undefined) return [];
  return [{ start: body.start + begin.index + begin[0].length, end: body.start + last.index }];
}

/** A list that is written in the code does not grow with the data, and portions are what a loop should run over. */
export const isShort = ({ type, text }: SyntaxNode): boolean =>
  type === 'array_creation_expression' ||
  /^(self|static|[A-Z]\w*)::[A-Z][A-Z_0-9]+$|\bcases\(\)$|[cC]hunk/.test(text);

/** A value that is a list written out in the code, itself or in a collection; an empty one is there to be filled. */
export const isWrittenList = (value: SyntaxNode): boolean =>
  /^(collect\(\s*)?(\[|array\()\s*[^\s\])]/.test(value.text) &&
  /^(array_creation_expression|function_call_expression)$/.test(value.type) &&
  !/\.\.\.\s*\$/.test(value.text);

/** A variable that stands for such a list, and to which the function adds nothing. */
export const isWrittenVariable = ({ variables, body }: Frame, name: string | undefined): boolean =>
  name !== undefined &&
  variables.get(name)?.written === true &&
  !new RegExp(
    String.raw`\$${name}\s*(\[[^\]]*\]\s*=[^=>]|->(push|add|put|merge|concat)\()|array_push\(\s*\$${name}\b`,
  ).test(body?.text ?? '');
