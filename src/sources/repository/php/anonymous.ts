import type { Callee, End, Expression, Known, Language, Statement } from '../anonymous/language.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { ownCallee } from './signs.ts';
import { callTypes, memberName, receiverOf, writtenArguments } from './syntax.ts';

const listOf = (node: SyntaxNode | undefined): readonly SyntaxNode[] =>
  node === undefined
    ? []
    : node.type === 'compound_statement' || node.type === 'colon_block'
      ? node.children.filter(({ type }) => type !== 'comment')
      : [node];

function statement(node: SyntaxNode): Statement {
  switch (node.type) {
    case 'if_statement':
    case 'else_if_clause':
      return branchOf(
        node,
        node.children.filter(({ field }) => field === 'alternative'),
      );
    case 'else_clause':
      return { kind: 'block', statements: listOf(inField(node, 'body')) };
    case 'compound_statement':
      return { kind: 'block', statements: listOf(node) };
    case 'return_statement':
      return { kind: 'return', value: node.children[0] };
    case 'throw_statement':
      return { kind: 'throw' };
    case 'try_statement':
      return {
        kind: 'try',
        body: listOf(inField(node, 'body')),
        catches: node.children
          .filter(({ type }) => type === 'catch_clause')
          .map((each) => listOf(inField(each, 'body'))),
      };
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return { kind: 'loop', body: listOf(inField(node, 'body')) };
    case 'switch_statement':
      return {
        kind: 'switch',
        on: inField(node, 'condition'),
        ways: (inField(node, 'body')?.children ?? []).map((each) =>
          each.children.filter(({ field }) => field !== 'value'),
        ),
      };
    case 'expression_statement': {
      const [inner] = node.children;
      if (inner === undefined) return { kind: 'nothing' };
      const told = inner.type === 'function_call_expression' ? memberName(inner) : undefined;
      if (told !== undefined && /^\\?(abort|throw)_(if|unless)$/.test(told)) return endsWhen(inner, told);
      return inner.type === 'throw_expression'
        ? { kind: 'throw' }
        : { kind: 'expression', expression: inner };
    }
    case 'exit_statement':
      return { kind: 'return', value: node };
    default:
      return { kind: 'nothing' };
  }
}

/** `abort_unless($user, 403)` as a branch that throws. */
function endsWhen(node: SyntaxNode, name: string): Statement {
  const condition = writtenArguments(node)[0]?.node;
  const leaves = [{ ...node, type: 'throw_statement' }];
  return name.endsWith('if')
    ? { kind: 'branch', condition, positive: leaves, negative: [] }
    : { kind: 'branch', condition, positive: [], negative: leaves };
}

/** `if … elseif … else …` as branches inside each other. */
function branchOf(node: SyntaxNode, alternatives: readonly SyntaxNode[]): Statement {
  const [next, ...rest] = alternatives;
  const chained =
    next === undefined ? [] : [rest.length === 0 ? next : { ...next, children: [...next.children, ...rest] }];
  return {
    kind: 'branch',
    condition: inField(node, 'condition'),
    positive: listOf(inField(node, 'body')),
    negative: chained,
  };
}

function expression(node: SyntaxNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'cast_expression':
    case 'error_suppression_expression': {
      const inner = node.children.at(-1);
      return inner === undefined ? { kind: 'other' } : { kind: 'inside', of: inner };
    }
    case 'unary_op_expression': {
      const of = inField(node, 'argument') ?? node.children.at(-1);
      return of !== undefined && node.text.startsWith('!') ? { kind: 'not', of } : { kind: 'other' };
    }
    case 'binary_expression':
      return binary(node);
    case 'conditional_expression': {
      const [condition, otherwise] = [inField(node, 'condition'), inField(node, 'alternative')];
      if (inField(node, 'body') === undefined && condition !== undefined && otherwise !== undefined)
        return { kind: 'or', left: condition, right: otherwise };
      return condition === undefined || otherwise === undefined
        ? { kind: 'other' }
        : { kind: 'choose', condition, positive: inField(node, 'body'), negative: otherwise };
    }
    case 'assignment_expression':
    case 'augmented_assignment_expression': {
      const [left, value] = [inField(node, 'left'), inField(node, 'right')];
      return left === undefined || value === undefined
        ? { kind: 'other' }
        : { kind: 'assign', targets: [left.text], value };
    }
    case 'variable_name':
    case 'member_access_expression':
      return { kind: 'name', name: node.text };
    case 'boolean':
      return { kind: node.text.toLowerCase() === 'true' ? 'true' : 'nothing' };
    case 'null':
      return { kind: 'nothing' };
    case 'string':
    case 'encapsed_string':
    case 'integer':
      return { kind: /^(''|""|0)$/.test(node.text) ? 'nothing' : 'literal' };
    default:
      return callTypes.has(node.type)
        ? {
            kind: 'call',
            name: memberName(node) ?? '',
            receiver: receiverOf(node),
            args: writtenArguments(node).map((each) => each.node),
          }
        : { kind: 'other' };
  }
}

function binary(node: SyntaxNode): Expression {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return { kind: 'other' };
  switch (inField(node, 'operator')?.text.toLowerCase()) {
    case '&&':
    case 'and':
      return { kind: 'and', left, right };
    case '||':
    case 'or':
    case '??':
      return { kind: 'or', left, right };
    case '==':
    case '===':
      return { kind: 'compare', equal: true, left, right };
    case '!=':
    case '!==':
    case '<>':
      return { kind: 'compare', equal: false, left, right };
    default:
      return { kind: 'other' };
  }
}

const user =
  /^(\$request|request\(\)|\$req|\$this->request)->user\(|^\\?(Auth|Sentinel|JWTAuth)::(user|id|check|getUser|guard\([^()]*\)->(user|id|check))\(|^auth\([^()]*\)->(user|id|check|guard\([^()]*\)->(user|id|check))\(|^\$?(this->)?(auth|guard)->(user|id|check|authenticated?|loggedIn|isLoggedIn)\(|^(session|\$_SESSION)\b.*(user|login|admin|account|member)|->bearerToken\(|->(getUser|getIdentity|currentUser|getAuthUser)\(\)$/i;
const absentHeader =
  /->(header|hasHeader|getHeader(Line)?|headers->(get|has))\(\s*['"](authorization|x-(api|auth|access)[\w-]*|x-signature|x-hub[\w-]*|api[-_]?key|token)['"]|(\$request|\$req|request\(\))->(get|input|query|post|string|query->get)\(\s*['"]\w*(api_?key|app_?key|access_?token|api_?token|secret|signature)['"]|\$_SERVER\[\s*['"](HTTP_AUTHORIZATION|PHP_AUTH_\w+|HTTP_X_(API|AUTH)\w*)/i;
const guest =
  /(\bauth\([^()]*\)|\\?Auth::(guard\([^()]*\)->)?|\$?(this->)?(auth|guard)\b)(->|::)?(\w*\([^()]*\)->)?(guest|isGuest)\(/i;
const permits =
  /(->can\(|Gate::|->hasRole|->hasPermission|->isGranted|->tokenCan|user\(\)->can|userCan|hasAnyRole|Policy|->authorize\()/;

function told(_: SyntaxNode, text: string): Known | undefined {
  if (/^!|&&|\|\||^\(|[=!]==?|<>/.test(text) || /[^=!<>]=[^=>]/.test(text) || /\?[^-]/.test(text))
    return undefined;
  if (guest.test(text) && /guest\([^()]*\)$/i.test(text)) return 'present';
  if (/^(isset|empty)\(/.test(text)) return ofExistence(text);
  if (user.test(text)) return 'absent';
  if (absentHeader.test(text) && !/->\w+\($/.test(text)) return 'absent';
  if (text.startsWith('$_SESSION[') || /->session\(\)->(get|has)\(|^session\(/.test(text)) return 'caller';
  if (permits.test(text)) return 'caller';
  return undefined;
}

function ofExistence(text: string): Known | undefined {
  const inner = text.replace(/^\w+\(/, '').replace(/\)$/, '');
  const known =
    user.test(inner) || absentHeader.test(inner)
      ? 'absent'
      : inner.startsWith('$_SESSION')
        ? 'caller'
        : undefined;
  if (known === undefined || known === 'caller') return known;
  return text.startsWith('empty') ? 'present' : 'absent';
}

const turnsAway =
  /\b(40[13]|UNAUTHORIZED|FORBIDDEN)\b|login|sign-?in|unauthori[sz]ed|unauthenticated|forbidden|AccessDenied|denied|Authentication\w*Exception|Authorization\w*Exception/i;

function end(node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined {
  const { text } = node;
  if (
    /^\$(next|handler|delegate|stack)\b\(|^\$(handler|next|delegate)->(handle|process)\(|^parent::handle\(|^\$this->handleStatelessDomains/.test(
      text,
    )
  )
    return 'hands-on';
  if (place === 'throw') return turnsAway.test(text.slice(0, 300)) ? 'refuses' : undefined;
  if (place === 'call') return ofCall(node, asked);
  if (
    node.type === 'exit_statement' ||
    /^(redirect|response|abort|back|to_route|view)\(|^(\\?Redirect|\\?Response|\\?Inertia)::|^new \\?\w*Response|^\$this->(redirect|respond\w*|response\w*|unauthori\w*|fail\w*|error\w*|deny\w*|json)\(|->withStatus\(|^\$response/i.test(
      text,
    )
  )
    return asked || /\b401\b|UNAUTHORIZED/.test(text) ? 'refuses' : 'answers';
  return undefined;
}

function ofCall(node: SyntaxNode, asked: boolean): End | undefined {
  const name = (memberName(node) ?? '').toLowerCase();
  if (/^(abort|wp_die|die)$/.test(name)) return asked || /\b401\b/.test(node.text) ? 'refuses' : 'answers';
  // Without a user these throw.
  if (
    /^(authenticate|authenticateorfail|parsetoken|userorfail|checkorfail)$/.test(name) &&
    !/^\$this->\w+\(/.test(node.text)
  )
    return 'refuses';
  return /^(verify|check|ensure|require|assert|validate)_?\w{0,8}(auth\w*|token|signature|permissions?|user|log_?in|logged\w*|api_?key|access|admin)$|^authorize/.test(
    name,
  )
    ? 'may-refuse'
    : undefined;
}

/** PHP as it is read from inside a body: the methods of its own class are those of the codebase. */
export function phpLanguage(codebase: PhpCodebase, body: PhpBody): Language {
  const callee = (node: SyntaxNode): Callee | undefined => {
    if (!callTypes.has(node.type)) return undefined;
    const inner = ownCallee(codebase, body, node);
    if (inner === undefined || inner.body === body.body) return undefined;
    return {
      statements: listOf(inner.body),
      parameters: inner.parameters.map(({ name }) => `$${name}`),
      language: phpLanguage(codebase, inner),
    };
  };
  return { statement, expression, told, end, callee };
}

export const statementsOfBody = ({ body }: PhpBody): readonly SyntaxNode[] => listOf(body);
