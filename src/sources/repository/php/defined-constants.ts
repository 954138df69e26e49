import type { Known } from '../anonymous/language.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpFile, PhpMethod } from './classes.ts';
import type { PhpCodebase } from './codebase.ts';
import { evaluate } from './evaluate.ts';
import { createMachine } from './machine.ts';
import { memberName, plainString, writtenArguments } from './syntax.ts';
import type { PhpValue } from './value.ts';
import { textOf, truth } from './value.ts';

/** One place that says what a constant outside of classes is. */
export interface Definition {
  readonly value: SyntaxNode;
  readonly file: PhpFile;
  /** It is said for the case that what was asked for does not hold: for a plain installation. */
  readonly otherwise: boolean;
}

/** `const X = …;`, `define('X', …)`, or a function of the target that defines it: `setting('MODE', 'live')`. */
export function definitionsOf(codebase: PhpCodebase, name: string): readonly Definition[] {
  const known = definitions.get(codebase) ?? new Map<string, readonly Definition[]>();
  definitions.set(codebase, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const plain = codebase.constantFiles(name).flatMap((path) => inFile(codebase.file(path), name));
  const found = plain.length > 0 ? plain : byHelpers(codebase, name);
  known.set(name, found);
  return found;
}

const definitions = new WeakMap<PhpCodebase, Map<string, readonly Definition[]>>();

function inFile(file: PhpFile | undefined, name: string): readonly Definition[] {
  if (file === undefined) return [];
  const found: Definition[] = [];
  walkSyntax(file.root, (node, above) => {
    const value = definedBy(node, name);
    const otherwise = above.some(({ type }) => type === 'else_clause');
    if (value !== undefined) found.push({ value, file, otherwise });
  });
  return found;
}

function definedBy(node: SyntaxNode, name: string): SyntaxNode | undefined {
  if (node.type === 'const_element')
    return node.children[0]?.text === name ? node.children.at(-1) : undefined;
  if (node.type !== 'function_call_expression' || memberName(node) !== 'define') return undefined;
  const [key, value] = writtenArguments(node);
  return plainString(key?.node) === name ? value?.node : undefined;
}

/** A function that defines constants by what it is given: `define('SHOP_' . $name, $value)`. */
interface Helper {
  readonly name: string;
  readonly prefix: string;
  readonly key: number;
  readonly value: number;
}

const helpers = new WeakMap<PhpCodebase, readonly Helper[]>();
const defines = /\bdefine\(\s*(?:['"](\w*)['"]\s*\.\s*)?\$(\w+)\s*,\s*\$(\w+)\s*\)/g;

function helpersOf(codebase: PhpCodebase): readonly Helper[] {
  const known = helpers.get(codebase);
  if (known !== undefined) return known;
  const found = codebase.sources
    .filter(({ text }) => text.search(defines) >= 0)
    .flatMap(({ path }) => [...(codebase.file(path)?.functions.values() ?? [])])
    .flatMap(helperOf);
  helpers.set(codebase, found);
  return found;
}

const helperOf = ({ name, parameters, body }: PhpMethod): readonly Helper[] =>
  [...(body?.text ?? '').matchAll(defines)].flatMap(([, prefix = '', key, value]) => {
    const at = (wanted: string | undefined): number => parameters.findIndex((each) => each.name === wanted);
    return at(key) < 0 || at(value) < 0 ? [] : [{ name, prefix, key: at(key), value: at(value) }];
  });

function byHelpers(codebase: PhpCodebase, name: string): readonly Definition[] {
  return helpersOf(codebase).flatMap((helper) => {
    const key = name.startsWith(helper.prefix) ? name.slice(helper.prefix.length) : '';
    if (!/^\w+$/.test(key)) return [];
    const calls = new RegExp(String.raw`\b${helper.name}\(\s*['"]${key}['"]`);
    return codebase.sources
      .filter(({ text }) => calls.test(text))
      .flatMap(({ path }) => callsIn(codebase.file(path), helper, key));
  });
}

function callsIn(file: PhpFile | undefined, helper: Helper, key: string): readonly Definition[] {
  if (file === undefined) return [];
  const found: Definition[] = [];
  walkSyntax(file.root, (node, above) => {
    if (node.type !== 'function_call_expression' || memberName(node) !== helper.name) return;
    const args = writtenArguments(node);
    const value = args[helper.value]?.node;
    if (value === undefined || plainString(args[helper.key]?.node) !== key) return;
    found.push({ value, file, otherwise: above.some(({ type }) => type === 'else_clause') });
  });
  return found;
}

const settled = new WeakMap<PhpCodebase, Map<string, PhpValue | undefined>>();

/** What a constant is where nobody says otherwise; undefined where the code says several things. */
function settledConstant(codebase: PhpCodebase, name: string): PhpValue | undefined {
  const known = settled.get(codebase) ?? new Map<string, PhpValue | undefined>();
  settled.set(codebase, known);
  if (known.has(name)) return known.get(name);
  known.set(name, undefined);
  const all = definitionsOf(codebase, name);
  const found =
    onlyValue(codebase, all) ??
    onlyValue(
      codebase,
      all.filter(({ otherwise }) => otherwise),
    );
  known.set(name, found);
  return found;
}

function onlyValue(codebase: PhpCodebase, definitions: readonly Definition[]): PhpValue | undefined {
  const values = definitions.map(({ value, file }) =>
    evaluate(createMachine(codebase, {}), value, { file, variables: new Map() }),
  );
  const [first] = values;
  if (first === undefined || first.kind === 'unknown') return undefined;
  return values.every((each) => textOf(each) === textOf(first) && truth(each) === truth(first))
    ? first
    : undefined;
}

/** What a constant, or one that is compared with a text, says to everybody alike: `MODE === 'demo'`. */
export function constantAnswer(codebase: PhpCodebase, node: SyntaxNode): Known | undefined {
  if (node.type === 'name' && isConstant(node.text)) {
    const value = settledConstant(codebase, node.text);
    return value === undefined ? undefined : said(truth(value));
  }
  const operator = node.type === 'binary_expression' ? inField(node, 'operator')?.text : undefined;
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (operator === undefined || !/^[=!]==?$/.test(operator) || left?.type !== 'name') return undefined;
  const wanted = right?.type === 'boolean' ? right.text.toLowerCase() === 'true' : plainString(right);
  const value = isConstant(left.text) ? settledConstant(codebase, left.text) : undefined;
  if (value === undefined || wanted === undefined) return undefined;
  const given = typeof wanted === 'boolean' ? truth(value) : textOf(value);
  return given === undefined ? undefined : said((given === wanted) === operator.startsWith('='));
}

const isConstant = (name: string): boolean => /^[A-Z][A-Z0-9_]+$/.test(name);

const said = (holds: boolean | undefined): Known | undefined =>
  holds === undefined ? undefined : holds ? 'yes' : 'no';
