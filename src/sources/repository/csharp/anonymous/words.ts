import type { HandlerWords, Lookup } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { sentIn } from '../../link-secrets.ts';
import type { Body } from '../statements/typing.ts';
import { typeOf } from '../statements/typing.ts';
import { bodyOf, calledIn, lastName, parametersOf } from '../syntax.ts';
import { plain } from './expressions.ts';

/** How handlers read their request, by the types of the documents they are sent, and how they answer. */
export const handlerWords =
  (documents: ReadonlySet<string>, named: (name: string) => string = (name) => name) =>
  (body: Body): HandlerWords => ({
    sent: (node) => {
      const name = sentBy(body, documents, node);
      return name === undefined ? undefined : named(name);
    },
    lookups,
    turnsAway,
  });

const collections = /\b(Query|Headers|Form|Cookies|RouteValues)$/;

/** `Request.Query["token"]`, `model.Token`. */
function sentBy(body: Body, documents: ReadonlySet<string>, node: SyntaxNode): string | undefined {
  if (node.type === 'element_access_expression') {
    const [, key] = /\[\s*"([^"]+)"\s*\]$/.exec(node.text) ?? [];
    return collections.test(inField(node, 'expression')?.text ?? '') ? key : undefined;
  }
  if (documents.size === 0) return undefined;
  const isSafe = node.type === 'conditional_access_expression';
  if (!isSafe && node.type !== 'member_access_expression') return undefined;
  const on = inField(node, isSafe ? 'condition' : 'expression');
  const type = on === undefined ? undefined : typeOf(body, on);
  const named = type === undefined ? '' : lastName(type.node);
  return documents.has(named)
    ? sentIn(named, lowered(lastName(isSafe ? node.children.at(-1) : node)))
    : undefined;
}

const lowered = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const finding =
  /^(?:Find|Get|Load|Read|Query|Exists|Delete|Remove|Search|Fetch|Lookup|Resolve|First|Single)\w*By([A-Z]\w*?)(?:OrDefault)?(?:Async)?$/;

/** `GetUserByApiKeyAsync(key)`, `FirstOrDefault(x => x.Token == token)`. */
function lookups(call: SyntaxNode): readonly Lookup[] {
  const found = calledIn(call);
  const [first] = found?.arguments ?? [];
  if (found === undefined || first === undefined) return [];
  const columns = finding.exec(found.name)?.[1]?.split('And');
  if (columns !== undefined)
    return columns.flatMap((column, at): readonly Lookup[] => {
      const value = found.arguments[at]?.value;
      return value === undefined ? [] : [{ column: lowered(column), value }];
    });
  return first.value.type === 'lambda_expression' ? inLambda(first.value) : [];
}

/** Only whatever has the same value goes on. */
function inLambda(lambda: SyntaxNode): readonly Lookup[] {
  const own = new Set(parametersOf(lambda).map(({ name }) => name));
  const body = bodyOf(lambda);
  const found: Lookup[] = [];
  const add = (one: SyntaxNode | undefined, other: SyntaxNode | undefined): void => {
    if (one === undefined || other === undefined) return;
    const [left, right] = [columnOf(one, own), columnOf(other, own)];
    if (left !== undefined) found.push({ column: left, value: other });
    if (right !== undefined) found.push({ column: right, value: one });
  };
  if (body !== undefined)
    walkSyntax(body, (node) => {
      const operator = node.type === 'binary_expression' ? inField(node, 'operator')?.text : undefined;
      if (operator === '||') return false;
      if (operator === '==') add(inField(node, 'left'), inField(node, 'right'));
      const call = calledIn(node);
      if (call?.name === 'Equals') add(call.receiver, call.arguments[0]?.value);
      return true;
    });
  return found;
}

/** The column of `x.Token`, `x.Invite.Token.ToLower()` and `x.Token!`. */
function columnOf(node: SyntaxNode, own: ReadonlySet<string>): string | undefined {
  const at = plain(node);
  const [root = '', ...path] = (at?.text ?? '').split(/[?!]?\./);
  const column = path.findLast((part) => /^\w+$/.test(part));
  return own.has(root) && column !== undefined ? lowered(column) : undefined;
}

const failed =
  /\b(NotFound|BadRequest|Unauthorized|Forbid|Forbidden|Challenge|Conflict|UnprocessableEntity|Problem|ValidationProblem|Gone)(Object)?(Result)?\b|\bStatus4\d\d\w+|HttpStatusCode\.(BadRequest|Unauthorized|Forbidden|NotFound|Gone|Conflict)|\bStatusCode\(\s*[45]\d\d|\b(Error|Fail|Failure|Failed)\(/;
const says =
  /error|invalid|expired|not.?found|denied|fail(ed|ure)|wrong|unknown|forbidden|unauthori|not.?valid|no.?such|incorrect|redirect|log-?in|sign-?in/i;

function turnsAway(node: SyntaxNode, asked: boolean): boolean {
  const text = node.text.slice(0, 1_000);
  if (failed.test(text)) return true;
  if (!asked) return false;
  return /^(return\s*;?|null|false|default|""|string\.Empty|\[\]|0|-1)$/.test(text) || says.test(text);
}
