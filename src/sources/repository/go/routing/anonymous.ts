import type { End, Expression, Known, Language, Statement } from '../../anonymous/language.ts';
import { letsNobodyThrough } from '../../anonymous/run.ts';
import { inField, ofType, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { FunctionValue } from '../machine/value.ts';
import type { GoFile } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { calleeOf, localTypes } from './callees.ts';

const listOf = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'block'
      ? (ofType(node, 'statement_list') ?? node).children.filter(({ type }) => type !== 'comment')
      : [node];

function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement': {
      const initializer = inField(node, 'initializer');
      const branch: Statement = {
        kind: 'branch',
        condition: inField(node, 'condition'),
        positive: listOf(inField(node, 'consequence')),
        negative: listOf(inField(node, 'alternative')),
      };
      if (initializer === undefined) return branch;
      const rest = { ...node, children: node.children.filter((each) => each !== initializer) };
      return { kind: 'block', statements: [initializer, rest] };
    }
    case 'block':
      return { kind: 'block', statements: listOf(node) };
    case 'return_statement':
      return { kind: 'return', value: ofType(node, 'expression_list')?.children[0] };
    case 'for_statement':
      return { kind: 'loop', body: listOf(inField(node, 'body')) };
    case 'expression_switch_statement':
    case 'type_switch_statement':
      return {
        kind: 'switch',
        on: inField(node, 'value'),
        ways: node.children
          .filter(({ type }) => type.endsWith('_case'))
          .map((each) =>
            each.children.flatMap((child) => (child.type === 'statement_list' ? child.children : [])),
          ),
      };
    case 'expression_statement': {
      const [inner] = node.children;
      return inner === undefined ? { kind: 'nothing' } : { kind: 'expression', expression: inner };
    }
    case 'short_var_declaration':
    case 'assignment_statement':
      return { kind: 'expression', expression: node };
    default:
      return { kind: 'nothing' };
  }
}

function expression(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression': {
      const [of] = node.children;
      return of === undefined ? { kind: 'other' } : { kind: 'inside', of };
    }
    case 'unary_expression': {
      const of = inField(node, 'operand');
      return of !== undefined && node.text.startsWith('!') ? { kind: 'not', of } : { kind: 'other' };
    }
    case 'binary_expression': {
      const [left, right] = [inField(node, 'left'), inField(node, 'right')];
      const operator = inField(node, 'operator')?.text;
      if (left === undefined || right === undefined) return { kind: 'other' };
      if (operator === '&&' || operator === '||')
        return { kind: operator === '&&' ? 'and' : 'or', left, right };
      return operator === '==' || operator === '!='
        ? { kind: 'compare', equal: operator === '==', left, right }
        : { kind: 'other' };
    }
    case 'short_var_declaration':
    case 'assignment_statement':
      return assignment(node);
    case 'identifier':
    case 'selector_expression':
      return { kind: 'name', name: node.text };
    case 'nil':
    case 'false':
      return { kind: 'nothing' };
    case 'true':
      return { kind: 'true' };
    case 'interpreted_string_literal':
    case 'int_literal':
      return { kind: /^(""|0)$/.test(node.text) ? 'nothing' : 'literal' };
    case 'call_expression': {
      const callee = inField(node, 'function');
      const isMethod = callee?.type === 'selector_expression';
      return {
        kind: 'call',
        name: (isMethod ? inField(callee, 'field')?.text : callee?.text) ?? '',
        receiver: isMethod ? inField(callee, 'operand') : undefined,
        args: inField(node, 'arguments')?.children ?? [],
      };
    }
    default:
      return { kind: 'other' };
  }
}

/** `user, err := find(r)`: where there is nobody there is an error. */
function assignment(node: SyntaxNode): Expression {
  const targets = (inField(node, 'left')?.children ?? []).map(({ text }) => text);
  const [value] = inField(node, 'right')?.children ?? [];
  if (value === undefined) return { kind: 'other' };
  const errors = targets.filter((name) => /^e?err(or)?$|Err$/i.test(name));
  return {
    kind: 'assign',
    targets: targets.filter((name) => !errors.includes(name)),
    inverse: errors,
    value,
  };
}

const credential =
  /\.(Get|GetHeader|Cookie|FormValue|Query|Peek|Cookies|Locals|Value|MustGet)\(\s*"?[\w.-]*(authorization|token|api[-_]?key|session|user|auth|claims|identity|signature)/i;
const asksCaller =
  /(authenticat|getuser|currentuser|userfrom|parse(request|token|claims)|sessionfrom|getsession|principal|getclaims|verif|validate|checktoken|tokenfrom|fromrequest|identity)/i;
const noCredential =
  /no_?auth|not_?found|no_?cookie|no_?token|no_?session|missing|no_?rows|no_?credential|unauthenticated|not_?logged/i;

function told(node: SyntaxNode, text: string): Known | undefined {
  if (node.type !== 'call_expression') return undefined;
  if (/^(errors|pkgerrors)\.(Is|As)\(/.test(text)) return noCredential.test(text) ? 'present' : 'unknown';
  if (credential.test(text) && !/\)\.\w+\(/.test(text.replace(/^\w+(\.\w+\(?\)?)*\.Header(\(\))?/, '')))
    return 'absent';
  const name = /([\w.]+)\($/.exec(text.slice(0, text.indexOf('(') + 1))?.[1] ?? '';
  return asksCaller.test(name.split('.').at(-1) ?? '') && /\b(r|req|request|c|ctx|context)\b/i.test(text)
    ? 'caller'
    : undefined;
}

const handsOn =
  /\.ServeHTTP\(|\b(next|handler?|h|fn|f|hf|inner)(Func)?\(\s*(w|rw|c|ctx|res|writer|e)\b|\.Next\(\)/;
const refusesIn = /\b40[13]\b|Unauthori[sz]ed|Forbidden|Unauthenticated/;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const { text } = node;
  if (handsOn.test(text) && text.length < 200) return 'hands-on';
  const name = inField(inField(node, 'function'), 'field')?.text ?? inField(node, 'function')?.text ?? '';
  const isAnswer =
    /^(Abort\w*|Error|WriteHeader|Redirect|Render\w*|JSON|SendStatus|HandleResponse|NewHTTPError|NoContent|Unauthorized\w*|Forbidden\w*|Fail\w*)$/i.test(
      name,
    );
  if (!isAnswer) return place === 'return' && refusesIn.test(text) ? 'refuses' : undefined;
  if (asked || refusesIn.test(text)) return 'refuses';
  return name.startsWith('Abort') || place === 'return' ? 'answers' : undefined;
}

function languageOf(program: GoProgram, node: SyntaxNode, file: GoFile): Language {
  const types = localTypes(program, node, file);
  return {
    statement,
    expression,
    told,
    end,
    callee: (call) => {
      if (call.type !== 'call_expression') return undefined;
      const found = calleeOf(program, call, file, types);
      if (found === undefined || found.node === node) return undefined;
      return {
        statements: listOf(inField(found.node, 'body')),
        parameters: (inField(found.node, 'parameters')?.children ?? []).flatMap(({ children }) =>
          children.filter(({ field }) => field === 'name').map(({ text }) => text),
        ),
        language: languageOf(program, found.node, found.file),
      };
    },
  };
}

/** The function that runs for each request: the one that the others give back. */
function innermost(node: SyntaxNode): SyntaxNode {
  let found: SyntaxNode | undefined;
  for (const each of listOf(inField(node, 'body')))
    if (each.type === 'return_statement')
      walkSyntax(each, (at) => {
        if (at.type === 'func_literal') found ??= at;
        return found === undefined;
      });
  return found === undefined ? node : innermost(found);
}

/** Whether a check lets those through of whom nothing is known: it only looks for who they are. */
export function onlyLooks(program: GoProgram, fn: FunctionValue): boolean {
  const node = innermost(fn.node);
  const text = inField(node, 'body')?.text ?? '';
  const passesOn = handsOn.test(text);
  const given = inField(node, 'parameters')?.text ?? '';
  if (!passesOn && !/gin\.Context|beego|fiber\.Ctx/.test(given)) return false;
  return letsNobodyThrough(languageOf(program, node, fn.file), listOf(inField(node, 'body')), {
    endHandsOn: !passesOn || /gin\.Context/.test(given),
  });
}
