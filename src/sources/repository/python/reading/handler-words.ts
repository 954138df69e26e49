import type { HandlerWords, Lookup } from '../../anonymous/language.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

const textOf = (node: SyntaxNode | undefined): string | undefined =>
  node?.type === 'string' && !/\{/.test(node.text)
    ? node.text.replaceAll(/^[a-z]*['"]+|['"]+$/gi, '')
    : undefined;

/** What holds values of a request by their names, in the frameworks and in the names that code gives it. */
const holders =
  /(^|\.)(GET|POST|query_params|path_params|query_args|args|form|values|json|params|query|match_info|kwargs|cleaned_data|validated_data|data|body|payload|json_data|post_data|form_data|request_data|get_json\([^()]*\)|json\(\))$/;
const getters = /^(get|getlist|getone|get_one|pop|getfirst)$/;

/**
 * How handlers read the request, and how they answer. `bodies` are parameters whose members are sent; where a handler
 * `directs`, a redirect is what it is for.
 */
export const handlerWords = (bodies: ReadonlySet<string>, directs: boolean): HandlerWords => ({
  sent: (node) => sent(node, bodies),
  lookups,
  verifies: () => undefined,
  insists,
  turnsAway: (node, asked) => turnsAway(node, asked, directs),
});

function sent(node: SyntaxNode, bodies: ReadonlySet<string>): string | undefined {
  if (node.text.length > 200) return undefined;
  switch (node.type) {
    case 'subscript':
      return holders.test(inField(node, 'value')?.text ?? '')
        ? textOf(inField(node, 'subscript'))
        : undefined;
    case 'attribute':
      return bodies.has(inField(node, 'object')?.text ?? '') ? inField(node, 'attribute')?.text : undefined;
    case 'call': {
      const callee = inField(node, 'function');
      if (callee?.type !== 'attribute') return undefined;
      const [first] = inField(node, 'arguments')?.children ?? [];
      const [object, name] = [
        inField(callee, 'object')?.text ?? '',
        inField(callee, 'attribute')?.text ?? '',
      ];
      if (name === 'get_argument' || name === 'get_query_argument') return textOf(first);
      return getters.test(name) && holders.test(object) ? textOf(first) : undefined;
    }
    default:
      return undefined;
  }
}

const finding =
  /(^|_)(get|filter|filter_by|where|find|find_one|first|one|get_object_or_404|get_or_404|aget|afilter|select|exists|by)(_|$)/;

function lookups(call: SyntaxNode): readonly Lookup[] {
  const callee = inField(call, 'function');
  const name = (callee?.type === 'attribute' ? inField(callee, 'attribute') : callee)?.text ?? '';
  if (!finding.test(name) || /create|exclude/.test(name)) return [];
  return (inField(call, 'arguments')?.children ?? []).flatMap((each): readonly Lookup[] => {
    if (each.type === 'keyword_argument') {
      const [column, value] = [inField(each, 'name')?.text, inField(each, 'value')];
      return column === undefined || value === undefined ? [] : [{ column: bare(column), value }];
    }
    if (each.type === 'comparison_operator') return compared(each);
    return each.type === 'dictionary' ? pairs(each) : [];
  });
}

/** `link__token__exact` is the column `token`. */
const bare = (written: string): string =>
  written
    .replace(/__(exact|iexact|in)$/, '')
    .split(/__|\./)
    .at(-1) ?? written;

/** `Link.token == token` of a query. */
function compared(node: SyntaxNode): readonly Lookup[] {
  const [left, value] = node.children.filter(({ field }) => field !== 'operators');
  const operator = node.children.find(({ field }) => field === 'operators')?.text;
  if (operator !== '==' || left?.type !== 'attribute' || value === undefined) return [];
  return [{ column: bare(left.text), value }];
}

const pairs = (node: SyntaxNode): readonly Lookup[] =>
  node.children.flatMap((each) => {
    const [column, value] = [textOf(inField(each, 'key')), inField(each, 'value')];
    return column === undefined || value === undefined ? [] : [{ column: bare(column), value }];
  });

/** `Link.objects.get(token=token)` raises where there is none; `found.get('token')` of a dictionary does not. */
function insists(call: SyntaxNode): boolean {
  const callee = inField(call, 'function');
  const name = (callee?.type === 'attribute' ? inField(callee, 'attribute') : callee)?.text ?? '';
  const object = callee?.type === 'attribute' ? (inField(callee, 'object')?.text ?? '') : '';
  const args = inField(call, 'arguments')?.children ?? [];
  if (/^a?get$/.test(name)) return args.some(({ type }) => type === 'keyword_argument');
  if (/^(scalar_one|scalars_one|one|get_object_or_404|get_list_or_404|aget_object_or_404)$/.test(name))
    return true;
  if (/^(unsign|unsign_object|decode_token|decode_jwt|b64decode|urlsafe_base64_decode)$/.test(name))
    return true;
  if (/^loads(_unsafe)?$/.test(name))
    return !/^(json|orjson|ujson|simplejson|pickle|yaml|toml)$/.test(object);
  return name === 'decode' && /jwt|jose|token/i.test(object);
}

const failed =
  /\bstatus(_code)?\s*=\s*[\w.]*[45]\d\d\b|HTTP_[45]\d\d|HttpResponse(NotFound|Forbidden|BadRequest|Gone|Unauthorized)|HTTPStatus\.(BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|GONE)|,\s*[45]\d\d\s*,?\s*\)?$|^(\w+\.)*(abort|not_found|bad_request|forbidden|unauthorized|error_response|json_error|error_\w+)\(|HTTP(NotFound|Forbidden|BadRequest|Unauthorized)\(/;
const elsewhere = /^(\w+\.)*(redirect\w*|HttpResponseRedirect|RedirectResponse|HTTPFound|HTTPSeeOther)\(/;
const says =
  /error|invalid|expired|not.?found|denied|fail(ed|ure)|wrong|bad_?\w|unknown|forbidden|unauthori|not.?valid|no.?such|incorrect|['"](success|ok|valid|status|result)['"]\s*:\s*(False|0)/i;

/** A handler that does nothing but choose where to send whoever comes, and not to a sign-in. */
export function onlyDirects(handler: SyntaxNode): boolean {
  const body = inField(handler, 'body');
  if (body === undefined) return false;
  let directs = false;
  let does = false;
  walkSyntax(body, (node) => {
    if (node.type === 'return_statement') {
      const text = node.children[0]?.text ?? '';
      if (elsewhere.test(text) && !/log_?in|sign_?in|auth/i.test(text)) directs = true;
      else does = true;
    } else if (node.type === 'raise_statement') does = true;
    else if (node.type === 'expression_statement' && node.children[0]?.type !== 'string')
      does ||= /^(assignment|call|await|augmented_assignment)$/.test(node.children[0]?.type ?? '')
        ? /\(/.test(node.text)
        : true;
  });
  return directs && !does;
}

function turnsAway(node: SyntaxNode, asked: boolean, directs: boolean): boolean {
  const text = node.text.slice(0, 1_000);
  if (failed.test(text)) return true;
  if (!asked || (directs && elsewhere.test(text))) return false;
  if (/^(return|None|False)$/.test(text)) return true;
  return node.type !== 'conditional_expression' && (elsewhere.test(text) || says.test(text));
}
