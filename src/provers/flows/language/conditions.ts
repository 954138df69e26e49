import type { Expression } from '../../../model-checking/machine.ts';
import { parseExpression } from './expression.ts';
import type { Term } from './expression.ts';
import type { Condition } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Path, Problems } from './problem.ts';

/** What a name stands for at some place of the file. */
export interface Named {
  readonly words?: readonly string[];
}

export type Scope = ReadonlyMap<string, Named>;

const nothing: Expression = { kind: 'number', value: 0 };

interface Reading {
  readonly scope: Scope;
  readonly path: Path;
  readonly problems: Problems;
}

/** Reads an expression; `words` are those of the record it is assigned to. */
export function readCondition(
  text: string,
  path: Path,
  scope: Scope,
  problems: Problems,
  words?: readonly string[],
): Condition {
  const parsed = parseExpression(text);
  if (parsed.kind === 'wrong') {
    problems.tell(path, parsed.what, parsed.next);
    return { text, holds: nothing };
  }
  const reading = { scope, path, problems };
  if (words !== undefined) tellOtherWords(parsed.term, words, reading);
  return { text, holds: resolve(parsed.term, reading, words) };
}

/**
 * Words stand for their places in a list: two records that list other words, or the same ones in another order, would
 * be taken for alike where they differ. One may know more words behind those of the other.
 */
function tellOtherWords(term: Term, words: readonly string[], { scope, path, problems }: Reading): void {
  const own = wordsOf(term, scope);
  if (term.kind !== 'name' || own === undefined || words.includes(term.name)) return;
  const at = own.findIndex((word, index) => index < words.length && word !== words[index]);
  if (at === -1) return;
  problems.tell(
    path,
    `${term.name} does not have the same values: ${own[at] ?? ''} stands where the other side has ${words[at] ?? ''}`,
    `Give both the same values in the same order: ${choices(words)}.`,
  );
}

/** Words a term is one of; nothing for a number. */
function wordsOf(term: Term, scope: Scope): readonly string[] | undefined {
  return term.kind === 'name' ? scope.get(term.name)?.words : undefined;
}

function resolve(term: Term, reading: Reading, words?: readonly string[]): Expression {
  switch (term.kind) {
    case 'number':
      return term;
    case 'name':
      return resolveName(term.name, reading, words);
    case 'not':
      return { kind: 'not', of: resolve(term.of, reading) };
    case 'all':
    case 'any':
      return { kind: term.kind, of: term.of.map((each) => resolve(each, reading)) };
    case 'sum':
    case 'count':
      return { kind: term.kind, of: resolve(term.of, reading) };
    case 'compare': {
      const [ofLeft, ofRight] = [wordsOf(term.left, reading.scope), wordsOf(term.right, reading.scope)];
      const isWord = term.right.kind === 'name' && ofLeft?.includes(term.right.name) === true;
      if (ofRight !== undefined && !isWord) tellOtherWords(term.left, ofRight, reading);
      return {
        kind: 'compare',
        operator: term.operator,
        left: resolve(term.left, reading, ofRight),
        right: resolve(term.right, reading, ofLeft),
      };
    }
    case 'add':
    case 'subtract':
      return { kind: term.kind, left: resolve(term.left, reading), right: resolve(term.right, reading) };
  }
}

/** A word of the other side comes before a record of the same name. */
function resolveName(
  name: string,
  { scope, path, problems }: Reading,
  words?: readonly string[],
): Expression {
  const value = words?.indexOf(name) ?? -1;
  if (value >= 0) return { kind: 'number', value };
  if (scope.has(name)) return { kind: 'variable', name };
  problems.tell(
    path,
    words === undefined ? `there is no record ${name} here` : `${name} is neither a value nor a record`,
    words === undefined
      ? `Known here: ${choices([...scope.keys()])}. Write minus with blanks around it.`
      : `Its values are ${choices(words)}.`,
  );
  return nothing;
}

/** Names of records and variables an expression speaks of. */
export function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
    case 'self':
      return [];
    case 'variable':
    case 'of':
      return [expression.name];
    case 'not':
    case 'sum':
    case 'count':
      return namesIn(expression.of);
    case 'all':
    case 'any':
      return expression.of.flatMap(namesIn);
    case 'if':
      return [expression.when, expression.then, expression.otherwise].flatMap(namesIn);
    case 'compare':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
      return [expression.left, expression.right].flatMap(namesIn);
  }
}

/** Names that are asked of one instance: those outside of `count(…)` and `sum(…)`. */
export function namesOfOne(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'sum':
    case 'count':
      return [];
    case 'not':
      return namesOfOne(expression.of);
    case 'all':
    case 'any':
      return expression.of.flatMap(namesOfOne);
    case 'if':
      return [expression.when, expression.then, expression.otherwise].flatMap(namesOfOne);
    case 'compare':
    case 'add':
    case 'subtract':
    case 'least':
    case 'greatest':
      return [expression.left, expression.right].flatMap(namesOfOne);
    case 'number':
    case 'self':
    case 'variable':
    case 'of':
      return namesIn(expression);
  }
}
