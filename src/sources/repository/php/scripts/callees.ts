import type { SyntaxNode } from '../../languages/syntax.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpBody } from '../body.ts';
import { calledMethod } from '../called-methods.ts';
import type { PhpClass, PhpFile } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { evaluate } from '../evaluate.ts';
import { isInclude, repositoryPath } from '../includes.ts';
import type { Machine } from '../machine.ts';
import { className } from '../names.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, receiverOf, variableName } from '../syntax.ts';
import { textOf } from '../value.ts';

/** A page that runs: its own file, and whatever code it takes in. */
export interface Script {
  readonly machine: Machine;
  readonly file: PhpFile;
}

/** Code outside of functions and classes, which shares its variables with every file that takes it in. */
export const isOuter = ({ body }: PhpBody): boolean =>
  body.type === 'program' || body.type === 'case_statement';

export const bodyOfFile = (file: PhpFile): PhpBody => ({ file, line: 1, parameters: [], body: file.root });

/** The code that a call or an include runs, as far as it is known. */
export function calleeOf(script: Script, body: PhpBody, node: SyntaxNode): PhpBody | undefined {
  const { codebase } = script.machine;
  if (isInclude(node)) {
    const file = includedFile(script, body.file, node);
    return file === undefined || file === body.file ? undefined : bodyOfFile(file);
  }
  if (!callTypes.has(node.type)) return undefined;
  const known = calledMethod(codebase, body, node);
  if (known !== undefined) return known;
  const name = memberName(node);
  const receiver = receiverOf(node);
  if (name === undefined || receiver === undefined) return undefined;
  const declared = classOfExpression(script, body, receiver);
  const method =
    declared === undefined ? undefined : bodyOfMethod(methodOf(codebase, declared, name), declared);
  return method ?? (declared === undefined ? onlyMethod(codebase, name) : undefined);
}

export function includedFile({ machine }: Script, file: PhpFile, node: SyntaxNode): PhpFile | undefined {
  const scope = { file, variables: new Map() };
  const [child] = node.children;
  const written = child === undefined ? undefined : textOf(evaluate(machine, child, scope));
  const path = written === undefined ? undefined : repositoryPath(machine, written, scope);
  return path === undefined ? undefined : machine.codebase.file(path);
}

/** The class of `$user` of a script, or of `$this->user` where a constructor makes it. */
export function classOfExpression(script: Script, body: PhpBody, node: SyntaxNode): PhpClass | undefined {
  const { codebase } = script.machine;
  if (node.type === 'member_access_expression') {
    const receiver = receiverOf(node);
    const owner =
      receiver?.text === '$this'
        ? body.class
        : receiver === undefined
          ? undefined
          : classOfExpression(script, body, receiver);
    const name = memberName(node);
    return owner === undefined || name === undefined ? undefined : madeProperty(codebase, owner, name);
  }
  const name = variableName(node);
  if (name === undefined || name === 'this') return undefined;
  if (!isOuter(body) && !isGlobalIn(body, name)) return madeIn(codebase, body.file, body.body.text, name);
  return classOfVariable(script, name);
}

/** `global $user;` */
export const isGlobalIn = ({ body }: PhpBody, name: string): boolean =>
  new RegExp(String.raw`\bglobal\b[^;]*\$${name}\b`).test(body.text);

function madeProperty(codebase: PhpCodebase, owner: PhpClass, name: string): PhpClass | undefined {
  const holders = [owner, ...owner.parents.flatMap((each) => codebase.class(each) ?? [])];
  return holders.flatMap((each) => madeIn(codebase, each.file, each.node.text, `this->${name}`) ?? [])[0];
}

/** `$x = new X`, the same class wherever it is written. */
function madeIn(codebase: PhpCodebase, file: PhpFile, text: string, name: string): PhpClass | undefined {
  const made = new RegExp(String.raw`\$${name}\s*=\s*new\s+(\\?[\w\\]+)`, 'g');
  const names = new Set([...text.matchAll(made)].map(([, written]) => className(file.names, written ?? '')));
  const [only] = names;
  return names.size === 1 ? codebase.class(only) : undefined;
}

const madeOf = new WeakMap<PhpFile, Map<string, PhpClass | undefined>>();

/** The class of a variable that a script, or what it takes in, makes with `new`. */
export function classOfVariable(script: Script, name: string): PhpClass | undefined {
  const known = madeOf.get(script.file) ?? new Map<string, PhpClass | undefined>();
  madeOf.set(script.file, known);
  if (known.has(name)) return known.get(name);
  known.set(name, undefined);
  for (const file of filesOf(script)) {
    if (!file.root.text.includes(`$${name}`)) continue;
    const found = madeIn(script.machine.codebase, file, file.root.text, name);
    known.set(name, found);
    if (found !== undefined) break;
  }
  return known.get(name);
}

const taken = new WeakMap<PhpCodebase, Map<string, readonly PhpFile[]>>();
const mostFiles = 80;

/** The script and every file that it takes in, wherever that is written. */
export function filesOf({ machine, file }: Script): readonly PhpFile[] {
  const known = taken.get(machine.codebase) ?? new Map<string, readonly PhpFile[]>();
  taken.set(machine.codebase, known);
  const before = known.get(file.path);
  if (before !== undefined) return before;
  const found = [file];
  for (const each of found) {
    if (found.length >= mostFiles) break;
    for (const inner of directly({ machine, file: each })) if (!found.includes(inner)) found.push(inner);
  }
  known.set(file.path, found);
  return found;
}

const includes = new WeakMap<PhpFile, readonly PhpFile[]>();

function directly(script: Script): readonly PhpFile[] {
  const known = includes.get(script.file);
  if (known !== undefined) return known;
  const found: PhpFile[] = [];
  if (/\b(include|require)(_once)?\b/.test(script.file.root.text))
    walkBody(script.file.root, (node) => {
      const inner = isInclude(node) ? includedFile(script, script.file, node) : undefined;
      if (inner !== undefined) found.push(inner);
    });
  includes.set(script.file, found);
  return found;
}

const methods = new WeakMap<PhpCodebase, Map<string, PhpBody | undefined>>();

/** The method of a name that only one class of the application has. */
function onlyMethod(codebase: PhpCodebase, name: string): PhpBody | undefined {
  const known = methods.get(codebase) ?? new Map<string, PhpBody | undefined>();
  methods.set(codebase, known);
  if (known.has(name)) return known.get(name);
  const declares = new RegExp(String.raw`\bfunction\s+&?\s*${name}\s*\(`, 'i');
  const files = codebase.sources.filter(({ text }) => declares.test(text));
  const classes = files.flatMap(({ path }) => [...(codebase.file(path)?.classes.values() ?? [])]);
  const holders = classes.filter((each) => each.methods.has(name.toLowerCase()));
  const [only] = holders;
  const found =
    only === undefined || holders.length > 1
      ? undefined
      : bodyOfMethod(only.methods.get(name.toLowerCase()), only);
  known.set(name, found);
  return found;
}
