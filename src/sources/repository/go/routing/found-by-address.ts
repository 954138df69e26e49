import type { Known } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { isLinkSecret } from '../../link-secrets.ts';
import type { GoFile } from '../program/package.ts';
import { accessOf } from './accessors.ts';

interface Assignment {
  readonly names: readonly string[];
  readonly start: number;
  readonly found: boolean;
}

const known = new WeakMap<SyntaxNode, readonly Assignment[]>();

/**
 * What is looked up by what stands in the address is there: `repo, err := repos.ByID(c.Param("id"))`. Who asks for what
 * is not there is turned away whoever it is, and that tells nothing of the access.
 */
export function isThere(fn: SyntaxNode, file: GoFile, comparison: SyntaxNode): Known | undefined {
  if (comparison.type !== 'binary_expression') return undefined;
  const operator = inField(comparison, 'operator')?.text;
  if (operator !== '==' && operator !== '!=') return undefined;
  if (inField(comparison, 'right')?.type !== 'nil') return undefined;
  const name = inField(comparison, 'left')?.text ?? '';
  const all = known.get(fn) ?? assignmentsIn(fn, file);
  known.set(fn, all);
  const last = all.findLast(({ names, start }) => start <= comparison.start && names.includes(name));
  if (last?.found !== true) return undefined;
  return isError(name) === (operator === '!=') ? 'no' : 'yes';
}

const isError = (name: string): boolean => /^e(rr(or)?\d?)?$|Err(or)?$|^err[A-Z]/.test(name);

function assignmentsIn(fn: SyntaxNode, file: GoFile): readonly Assignment[] {
  const all: Assignment[] = [];
  const isFound = (name: string, before: number): boolean =>
    all.findLast((each) => each.start < before && each.names.includes(name))?.found === true;
  walkSyntax(fn, (at) => {
    const isSpec = at.type === 'var_spec';
    if (!isSpec && at.type !== 'short_var_declaration' && at.type !== 'assignment_statement') return;
    const left = isSpec
      ? at.children.filter(({ field, type }) => field === 'name' && type !== ',')
      : (inField(at, 'left')?.children ?? []);
    const value = inField(at, isSpec ? 'value' : 'right');
    const names = left.map(({ text }) => text);
    const found = value !== undefined && readsAddress(value, file, (name) => isFound(name, at.start));
    all.push({ names, start: at.start, found });
  });
  return all;
}

const caller =
  /user_?id\(|authori[sz]ation|token|api_?key|session|cookie|claims|auth|signature|current_?user|\b(user|actor|doer|viewer)\b/i;

/** By nothing else than what stands in the address: neither a credential nor the request itself is given. */
function readsAddress(value: SyntaxNode, file: GoFile, isFound: (name: string) => boolean): boolean {
  if (caller.test(value.text)) return false;
  let found = false;
  walkSyntax(value, (at) => {
    if (at.type === 'identifier' && at.field !== 'function' && isFound(at.text)) found = true;
    if (at.type !== 'call_expression') return;
    const read = accessOf(at, new Map(), file);
    const isVars = /\bVars\(/.test(inField(at, 'function')?.text ?? '');
    if (read?.place === 'path' && !isLinkSecret(read.name?.text ?? '')) found = true;
    if (isVars) found = true;
  });
  return found && !givesRequest(value);
}

function givesRequest(value: SyntaxNode): boolean {
  let gives = false;
  walkSyntax(value, (at) => {
    if (at.type !== 'call_expression') return;
    const args = inField(at, 'arguments')?.children ?? [];
    if (args.some(({ text }) => /^(c|ctx|r|req|request|w)$/.test(text)) && !/URLParam|Vars/.test(at.text))
      gives = true;
  });
  return gives;
}
