import type { Guard } from '../../../../model/api.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { FunctionValue } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes } from './callees.ts';
import { signsOf } from './signs.ts';

/** Code that compares what the caller sends to prove who he is: the answer 401 is then its own, no check before it. */
const proves =
  /password|passwd|passwort|CompareHash|signin|sign_in|login|refreshtoken|authenticate\w*By|oauth|otp|totp|webauthn/i;

const statementsBefore = 12;

/**
 * A check that the handler itself makes before anything else: a function of the target that answers 401 or 403 is
 * called, and the handler leaves when it says no.
 */
export function inlineGuards(program: GoProgram, fn: FunctionValue): readonly JudgedGuard[] {
  if (proves.test(`${fn.name ?? ''} ${fn.maker?.name ?? ''}`)) return [];
  const body = inField(fn.node, 'body');
  const statements = [...allOfType(ofType(body, 'statement_list'), ...kinds), ...allOfType(body, ...kinds)];
  const types = localTypes(program, fn.node, fn.file);
  // What goes by the name of the handler does its work.
  const checkIn = (node: SyntaxNode): SyntaxNode | undefined => {
    const call = firstCall(node);
    return call !== undefined && nameOf(call) !== fn.name && isCheck(program, call, fn.file, types)
      ? call
      : undefined;
  };
  let asked: { readonly call: SyntaxNode; readonly names: readonly string[] } | undefined;
  for (const statement of statements.slice(0, statementsBefore)) {
    if (statement.type !== 'if_statement') {
      if (/declaration$|^assignment/.test(statement.type)) {
        const call = checkIn(statement);
        const names = inField(statement, 'left')?.children.map(({ text }) => text) ?? [];
        if (call !== undefined && names.length > 0) asked = { call, names };
      }
      continue;
    }
    if (!leaves(inField(statement, 'consequence'))) continue;
    const condition = inField(statement, 'condition');
    const initializer = inField(statement, 'initializer');
    const own = [initializer, condition]
      .flatMap((each) => (each === undefined ? [] : [checkIn(each)]))
      .find((call) => call !== undefined);
    const uses = asked?.names.some((name) => name !== '_' && mentions(condition, name)) ?? false;
    const call = own ?? (uses ? asked?.call : undefined);
    if (call !== undefined) return [guardOf(call, fn.file)];
  }
  return [];
}

const kinds = [
  'if_statement',
  'short_var_declaration',
  'assignment_statement',
  'expression_statement',
  'var_declaration',
] as const;

function isCheck(
  program: GoProgram,
  call: SyntaxNode,
  file: GoFile,
  types: ReturnType<typeof localTypes>,
): boolean {
  const name = nameOf(call);
  if (proves.test(name)) return false;
  const callee = calleeOf(program, call, file, types);
  if (callee === undefined) return false;
  const named = kindByName(name);
  const signs = signsOf(program, callee.node, callee.file);
  const rejects = signs.rejectsUnknown || signs.rejectsForbidden;
  const takesRequest = /Context|Request|Ctx/.test(inField(callee.node, 'parameters')?.text ?? '');
  // What depends on something that was looked up may be open for some of it.
  const plain = (inField(call, 'arguments')?.children ?? []).every(
    ({ type, text }) =>
      type !== 'identifier' ||
      /^(c|ctx|r|req|request|w|e|context|rw|res|resp)$/.test(text) ||
      file.package.values.has(text),
  );
  return (
    takesRequest &&
    rejects &&
    plain &&
    (named === 'authentication' || named === 'authorisation' || signs.readsCredential)
  );
}

const nameOf = (call: SyntaxNode): string => {
  const callee = inField(call, 'function');
  return (callee?.type === 'selector_expression' ? inField(callee, 'field')?.text : callee?.text) ?? '';
};

function guardOf(call: SyntaxNode, file: GoFile): JudgedGuard {
  const name = nameOf(call);
  const kind: Guard['kind'] = kindByName(name) === 'authorisation' ? 'authorisation' : 'authentication';
  return {
    guard: { name, kind, requires: [], origin: originOf(file, call) },
    resolved: true,
    conditional: false,
    passes: false,
  };
}

function firstCall(node: SyntaxNode): SyntaxNode | undefined {
  let found: SyntaxNode | undefined;
  walkSyntax(node, (at) => {
    if (at.type === 'call_expression') found ??= at;
    return found === undefined && at.type !== 'func_literal';
  });
  return found;
}

function mentions(node: SyntaxNode | undefined, name: string): boolean {
  let found = false;
  if (node !== undefined)
    walkSyntax(node, (at) => {
      if (at.type === 'identifier' && at.text === name) found = true;
    });
  return found;
}

const leaves = (block: SyntaxNode | undefined): boolean => {
  const last = (ofType(block, 'statement_list') ?? block)?.children.at(-1);
  return last?.type === 'return_statement';
};
