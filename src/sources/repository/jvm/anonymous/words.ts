import type { HandlerWords, Lookup } from '../../anonymous/language.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { lastName, walkCode } from '../code.ts';
import { propertyNamed } from '../names.ts';
import type { Body } from '../statements/typing.ts';
import { typeOf } from '../statements/typing.ts';
import { sentAsId } from '../../link-secrets.ts';
import { codeAt, nodeOf } from './nodes.ts';

/** How handlers read their request, by the classes of the documents they are sent, and how they answer. */
export const handlerWords =
  (documents: ReadonlySet<string>) =>
  (body: Body): HandlerWords => ({
    sent: (node) => sentBy(body, documents, codeAt(node)),
    lookups: (call) => lookups(codeAt(call)),
    turnsAway,
  });

const reading =
  /^(getParameter|queryParam|param|formParam|pathVariable|pathParam|getHeader|header|getHeaderString|getCookie|cookie|getPathVariable|getQueryParam|getFirst)$/;
const requests =
  /^(request|req|ctx|context|exchange|httpRequest|servletRequest|routingContext|call|headers|params?|queryParams?)$/i;

function sentBy(body: Body, documents: ReadonlySet<string>, code: Code | undefined): string | undefined {
  if (code?.kind !== 'call' && code?.kind !== 'member') return undefined;
  const on = code.on;
  if (on === undefined) return undefined;
  const [first] = code.kind === 'call' ? code.args : [];
  if (first?.value.kind === 'text' && code.kind === 'call' && reading.test(code.name))
    return requests.test(lastOf(on)) ? first.value.value : undefined;
  if (first !== undefined || documents.size === 0) return undefined;
  const type = typeOf(body, on)?.type.name;
  if (type === undefined || !documents.has(lastName(type))) return undefined;
  const name = bare(code.name);
  return /^(String|UUID)$/.test(lastName(typeOf(body, code)?.type.name ?? ''))
    ? (sentAsId(name, '') ?? name)
    : name;
}

const lastOf = (code: Code): string =>
  code.kind === 'name' || code.kind === 'member' || code.kind === 'call' ? code.name : '';

const finding =
  /^(find|get|load|read|query|select|exists|count|delete|remove|search|fetch|lookup)\w*By([A-Z]\w*)$/;
const comparing = /^(eq|equal|equals|setParameter|where|andWhere|put|addValue|is)$/;

/** `example.createCriteria().andTokenEqualTo(b)`, as a generator of MyBatis writes it. */
const narrowing = /^(?:and|or)([A-Z]\w*)EqualTo$/;

export const narrows = (name: string): boolean => narrowing.test(name);

/** `findByEmailAndToken(a, b)`, `eq("token", b)`, `stream.filter(x -> x.getToken().equals(b))`. */
function lookups(code: Code | undefined): readonly Lookup[] {
  if (code?.kind !== 'call') return [];
  const columns = finding.exec(code.name)?.[2]?.split(/And|Or/);
  if (columns !== undefined)
    return columns.flatMap((column, at): readonly Lookup[] => {
      const value = code.args[at]?.value;
      return value === undefined
        ? []
        : [{ column: propertyNamed(column.replace(/(IgnoreCase|Equals|Is)$/, '')), value: nodeOf(value) }];
    });
  const [first, second] = code.args.map(({ value }) => value);
  if (first === undefined) return [];
  const [, narrowed] = narrowing.exec(code.name) ?? [];
  if (narrowed !== undefined) return [{ column: propertyNamed(narrowed), value: nodeOf(first) }];
  if (comparing.test(code.name) && second !== undefined) {
    const column = first.kind === 'text' ? first.value : first.kind === 'reference' ? first.name : undefined;
    return column === undefined ? [] : [{ column: bare(column), value: nodeOf(second) }];
  }
  return first.kind === 'lambda' ? inLambda(first) : [];
}

const bare = (name: string): string => {
  const last = name.slice(name.lastIndexOf('.') + 1).replace(/^(get|is)(?=[A-Z])/, '');
  return propertyNamed(last);
};

/** Only whatever has the same value goes on. */
function inLambda(lambda: Code & { readonly kind: 'lambda' }): readonly Lookup[] {
  const found: Lookup[] = [];
  const own = (code: Code): string | undefined => {
    const on = code.kind === 'member' || code.kind === 'call' ? code.on : undefined;
    return on?.kind === 'name' && lambda.parameters.includes(on.name) ? bare(lastOf(code)) : undefined;
  };
  const add = (one: Code, other: Code): void => {
    const [left, right] = [own(one), own(other)];
    if (left !== undefined) found.push({ column: left, value: nodeOf(other) });
    if (right !== undefined) found.push({ column: right, value: nodeOf(one) });
  };
  walkCode(lambda.body, (code) => {
    if (code.kind === 'binary' && code.operator === '||') return false;
    if (code.kind === 'binary' && /^===?$/.test(code.operator)) add(code.left, code.right);
    const [first, second] = code.kind === 'call' ? code.args : [];
    if (code.kind !== 'call' || first === undefined || !/^(equals|isEqual|contentEquals)$/.test(code.name))
      return true;
    if (second !== undefined) add(first.value, second.value);
    else if (code.on !== undefined) add(code.on, first.value);
    return true;
  });
  return found;
}

const failed =
  /\b[45]\d\d\b|\b(SC_)?(BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|GONE|CONFLICT|UNPROCESSABLE\w*|PRECONDITION\w*|NOT_ACCEPTABLE)\b|\b(notFound|badRequest|unauthorized|forbidden|unprocessableEntity|gone)\(|\b(BadRequest|NotFound|Unauthorized|Forbidden|Gone)\b|\b(error|fail|failed|failure|err|errorMsg|buildError|ofError|validateFailed)\(/;
const says =
  /error|invalid|expired|not.?found|denied|fail(ed|ure)|wrong|unknown|forbidden|unauthori|not.?valid|no.?such|incorrect|illegal|log-?in|sign-?in|redirect:/i;

export function turnsAway(node: SyntaxNode, asked: boolean): boolean {
  const text = node.text.slice(0, 1_000);
  if (failed.test(text)) return true;
  if (!asked) return false;
  if (/^(return|null|false|""|\[\]|-1)?\s*$/.test(text)) return true;
  if (/^(Optional|Mono|Flux|List|Collections|Map|Set)\.(empty\w*|of|error)\(/.test(text)) return true;
  return says.test(text);
}
