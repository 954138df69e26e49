import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { walkBody } from '../signs.ts';
import { callTypes, memberName, variableName, writtenArguments } from '../syntax.ts';
import { bodyOfFile, calleeOf, filesOf } from './callees.ts';
import type { Script } from './callees.ts';

/** Where what proves who is calling is kept. */
const credential =
  /\$_SESSION\s*\[\s*[^\]]*(user|log_?in|logged|admin|account|member|customer|client|person|staff|operator|auth|uid|\bid\b|e_?mail|role|level|rights|permission|group)|\$_COOKIE\b|HTTP_AUTHORIZATION|PHP_AUTH_USER/i;
/** A cookie alone may be about anything: the language that somebody chose. */
const ofSomebody = /user|member|account|customer|log_?in|auth|password|visitor/i;

export const readsCredential = (text: string): boolean => credential.test(text);

/** Words of what is about a person. */
export const namesCaller = (name: string): boolean =>
  /(^|_)(user|member|account|customer|visitor|me|auth|login|admin|identity)(_?(data|info|row|details))?$/i.test(
    name.replaceAll(/([a-z])([A-Z])/g, '$1_$2'),
  );

/** Variables of a script that hold whoever is calling, as code that reads credentials puts it there. */
export function callerVariables(script: Script): ReadonlySet<string> {
  const known = variables.get(script.file.root);
  if (known !== undefined) return known;
  const found = new Set<string>();
  const others = new Set<string>();
  variables.set(script.file.root, found);
  for (const file of filesOf(script)) {
    const body = bodyOfFile(file);
    walkBody(file.root, (node) => {
      if (node.type === 'assignment_expression') {
        const name = variableName(inField(node, 'left'));
        const right = inField(node, 'right');
        if (name === undefined || right === undefined) return;
        if (isCaller(script, body, name, right)) found.add(name);
        else if (!isNothing(right)) others.add(name);
      } else if (callTypes.has(node.type)) for (const name of filledBy(script, body, node)) found.add(name);
    });
  }
  for (const name of others) found.delete(name);
  return found;
}

const variables = new WeakMap<SyntaxNode, ReadonlySet<string>>();

const isNothing = ({ text }: SyntaxNode): boolean =>
  /^(\[\s*\]|array\(\s*\)|null|false|''|""|0)$/i.test(text);

function isCaller(script: Script, body: PhpBody, name: string, right: SyntaxNode): boolean {
  if (/^\$_SESSION\b/.test(right.text)) return readsCredential(right.text);
  if (!callTypes.has(right.type)) return false;
  return (namesCaller(name) || namesCaller(memberName(right) ?? '')) && looksUp(script, body, right, 3);
}

/** `check_cookie($user)`: arguments that are handed over to be filled. */
function filledBy(script: Script, body: PhpBody, call: SyntaxNode): readonly string[] {
  const args = writtenArguments(call).map(({ node }) => variableName(node));
  if (!args.some((each) => each !== undefined && namesCaller(each))) return [];
  const callee = calleeOf(script, body, call);
  if (callee === undefined || !looksUp(script, body, call, 3)) return [];
  return args.flatMap((name, at) =>
    name !== undefined &&
    namesCaller(name) &&
    callee.parameters[at]?.node.children.some(({ type }) => type === 'reference_modifier') === true
      ? [name]
      : [],
  );
}

/** Whether what a call runs finds out who is calling. */
function looksUp(script: Script, body: PhpBody, call: SyntaxNode, depth: number): boolean {
  const callee = calleeOf(script, body, call);
  if (callee === undefined) return false;
  const { text } = callee.body;
  if (credential.test(text) && ofSomebody.test(text)) return true;
  if (depth === 0) return false;
  let found = false;
  walkBody(callee.body, (node) => {
    if (!found && callTypes.has(node.type)) found = looksUp(script, callee, node, depth - 1);
  });
  return found;
}

const guests = new WeakMap<PhpCodebase, Map<string, boolean>>();

/** Whether somebody who is not known has a record too, that says so: `$user['is_guest']`. */
export function hasGuests(codebase: PhpCodebase, variable: string): boolean {
  const known = guests.get(codebase) ?? new Map<string, boolean>();
  guests.set(codebase, known);
  const asked = new RegExp(String.raw`\$${variable}(\[\s*['"]|->)(is_?)?(guest|anonymous)\b`, 'i');
  const told = known.get(variable) ?? codebase.sources.some(({ text }) => asked.test(text));
  known.set(variable, told);
  return told;
}

const properties = new WeakMap<PhpClass, ReadonlySet<string>>();

/**
 * Properties of an object that hold nothing for whoever is not known: they begin as nothing, and are filled where a
 * credential was found, or by a method that runs only there.
 */
export function callerProperties(declared: PhpClass): ReadonlySet<string> {
  const known = properties.get(declared);
  if (known !== undefined) return known;
  const found = new Set<string>();
  properties.set(declared, found);
  if (!credential.test(declared.node.text)) return found;
  const inside = new Set<string>();
  for (let before = -1; before !== found.size + inside.size;) {
    before = found.size + inside.size;
    for (const method of declared.methods.values())
      if (method.body !== undefined)
        noteMethod(declared, method.body, inside.has(method.name), found, inside);
  }
  return found;
}

function noteMethod(
  declared: PhpClass,
  body: SyntaxNode,
  wholly: boolean,
  found: Set<string>,
  inside: Set<string>,
): void {
  walkSyntax(body, (node, above) => {
    const own = /^\$this->(\w+)/.exec(node.text)?.[1];
    const isCall = node.type === 'member_call_expression';
    if (!isCall && node.type !== 'assignment_expression') return;
    const right = inField(node, 'right');
    if (own === undefined || (right !== undefined && isNothing(right))) return;
    const fromIt =
      right !== undefined && /^\$_(SESSION|COOKIE)\b/.test(right.text) && readsCredential(right.text);
    if (!wholly && !fromIt && !above.some((each, at) => isKnownHere(each, above[at + 1] ?? node, found)))
      return;
    if (isCall) {
      if (isOnlyCall(declared, own)) inside.add(own);
    } else if (beginsAsNothing(declared, own)) found.add(own);
  });
}

/** A branch that is taken where there is a credential. */
function isKnownHere(branch: SyntaxNode, way: SyntaxNode, found: ReadonlySet<string>): boolean {
  if (branch.type !== 'if_statement' && branch.type !== 'else_if_clause') return false;
  const condition = inField(branch, 'condition')?.text ?? '';
  const asks =
    readsCredential(condition) ||
    [...found].some((name) => new RegExp(`\\$this->${name}\\b`).test(condition));
  const isNegative = /^\(\s*(!\s*isset|empty|!\s*\$)/.test(condition);
  return asks && (isNegative ? way.field === 'alternative' : way.field === 'body');
}

const isOnlyCall = ({ node, methods }: PhpClass, name: string): boolean =>
  methods.has(name.toLowerCase()) && !/^(show|redirect|write|log)/i.test(name) && node.text.includes(name);

function beginsAsNothing({ properties: all }: PhpClass, name: string): boolean {
  const property = all.get(name);
  return property !== undefined && (property.default === undefined || isNothing(property.default));
}
