import type { Known } from '../../anonymous/language.ts';
import { fromRoot, isFixed, partOfPath } from '../../anonymous/path-templates.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { fits } from '../filters.ts';
import { textOf, textsOf } from '../values.ts';
import type { Body } from '../statements/typing.ts';
import { codeAt } from './nodes.ts';

/** The path of the endpoint that is asked for, as its template, without the context path. */
export interface AskedPath {
  readonly text: string;
  /** It is all that `getRequestURI` gives: there is no context path before it. */
  readonly isWhole: boolean;
  /** What runs looks something up for everybody, and may say that it is not there. */
  readonly looksUp?: boolean;
  /** What a question that the code does not settle answers: whether a list that is made at run time has the path. */
  readonly unsettled?: 'yes' | 'no';
  /** Told each question of a run. */
  readonly asked?: (question: PathQuestion) => void;
}

/** What was asked of a path, and the answer. */
export interface PathQuestion {
  readonly body: Body;
  readonly node: SyntaxNode;
  readonly sides: readonly Known[];
  readonly answer: Known | undefined;
}

/** `request.getServletPath()`, `request.getURI().getPath()`. */
export function readsPath(node: SyntaxNode, { isWhole }: AskedPath): boolean {
  const code = codeAt(node);
  if (code?.kind !== 'call' || code.args.length > 0 || code.on === undefined) return false;
  if (code.name === 'getServletPath') return true;
  if (!isWhole) return false;
  return (
    code.name === 'getRequestURI' ||
    (code.name === 'getPath' && code.on.kind === 'call' && code.on.name === 'getURI')
  );
}

const same = /^(trim|strip|toString|value|toLowerCase)$/;
const questions = /^(is|has|contains|match|should|need|check|exclude|skip|ignore|allow|any|test|in$)/i;

/** What is asked of the path: by a text, by a pattern, or by a list that the code does not settle. */
export function answerOfPath(
  body: Body,
  path: AskedPath,
  node: SyntaxNode,
  sides: readonly Known[],
): Known | undefined {
  const code = codeAt(node);
  const text = (of: Code | undefined): string | undefined =>
    of === undefined ? undefined : textOf(body.types.world, of, body.scope).text;
  if (code?.kind === 'binary') {
    const other = text(sides[0] === 'path' ? code.right : code.left);
    return other === undefined ? undefined : equals(path.text, other);
  }
  if (code?.kind !== 'call') return undefined;
  const isOn = sides[0] === 'path';
  const [first, second] = code.args.map(({ value }) => value);
  if (/^equals(IgnoreCase)?$/.test(code.name)) {
    const other = text(isOn ? first : second === undefined ? code.on : first);
    return other === undefined ? undefined : equals(path.text, other);
  }
  if (isOn)
    return same.test(code.name) || cutsContext(code) ? 'path' : ofText(code.name, path.text, text(first));
  return ofOthers(body, path, code, text(first));
}

/** `uri.substring(request.getContextPath().length())`. */
const cutsContext = ({ name, args }: Code & { readonly kind: 'call' }): boolean =>
  /^(substring|replace|replaceFirst|removePrefix)$/.test(name) &&
  JSON.stringify(args[0]?.value ?? null)
    .toLowerCase()
    .includes('contextpath');

function ofOthers(
  body: Body,
  path: AskedPath,
  code: Code & { readonly kind: 'call' },
  pattern: string | undefined,
): Known | undefined {
  const [, second] = code.args;
  if (
    /^(match|matches|pathMatch|antMatch)$/.test(code.name) &&
    second !== undefined &&
    pattern !== undefined
  ) {
    const fit = fits(pattern, path.text);
    return fit === 'perhaps' ? undefined : fit;
  }
  const listed =
    code.name === 'contains' && second === undefined
      ? textsOf(body.types.world, code.on, body.scope).map(({ text }) => text)
      : [];
  if (listed.length > 1 && !listed.includes(undefined)) {
    const told = listed.map((each) => equals(path.text, each ?? ''));
    if (told.includes('yes')) return 'yes';
    if (!told.includes(undefined)) return 'no';
  }
  return questions.test(code.name) ? path.unsettled : undefined;
}

function equals(path: string, other: string): 'yes' | 'no' | undefined {
  if (isFixed(path)) return fromRoot(path) === fromRoot(other) ? 'yes' : 'no';
  return fits(path, other) === 'no' ? 'no' : undefined;
}

function ofText(name: string, path: string, other: string | undefined): 'yes' | 'no' | undefined {
  if (other === undefined) return undefined;
  return name === 'contains' || name === 'startsWith' || name === 'endsWith'
    ? partOfPath(name, path, other)
    : undefined;
}
