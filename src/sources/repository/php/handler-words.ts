import type { HandlerWords, Lookup } from '../anonymous/language.ts';
import { inField } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { isLinkSecret, sentAtPath, sentForPassword } from '../link-secrets.ts';
import type { PhpBody } from './body.ts';
import { parametersAt, requestNames } from './parameters.ts';
import type { Dialect } from './parameters.ts';
import { memberName, plainString, writtenArguments } from './syntax.ts';

/** How handlers read the request, by the framework's dialect, and how they answer. */
export function handlerWords(body: PhpBody, dialect: Dialect, path = ''): HandlerWords {
  const names = requestNames(body, dialect);
  return {
    sent: (node) => {
      const read = parametersAt(node, names, dialect).flatMap(({ name }) => (isForm(name) ? [] : [name]));
      const named = read.map((name) => sentForPassword(path, sentAtPath(path, name)));
      return named.find(isLinkSecret) ?? named[0];
    },
    lookups,
    verifies,
    insists: (call) => confirms.test(memberName(call) ?? ''),
    turnsAway,
  };
}

/** A page has these by itself, against other pages. */
const isForm = (name: string): boolean => /^_(csrf_)?token$/i.test(name);

const comparing = /^(or|and)?_?(where|firstwhere|setparameter|bindvalue|bindparam|eq)$/i;
const finding =
  /^(find|findby|findoneby|findone|first|firstwhere|where|orwhere|andwhere|load|loadby|get|getby|getwhere|get_where|count|exists|query|findall)$/i;

function lookups(call: SyntaxNode): readonly Lookup[] {
  const name = memberName(call) ?? '';
  const args = writtenArguments(call).map(({ node }) => node);
  const [first] = args;
  const last = args.at(-1);
  const column = plainString(first);
  if (column !== undefined && last !== undefined && last !== first && comparing.test(name))
    return [{ column: bare(column), value: last }];
  if (first?.type === 'array_creation_expression' && finding.test(name)) return pairs(first);
  const magic = /^(?:find|findOne|get|getOne|first|where|loadOne|load|fetch|fetchOne)(?:By)?([A-Z]\w*)$/.exec(
    name,
  )?.[1];
  return magic === undefined || first === undefined ? [] : [{ column: magic, value: first }];
}

/** `s.token`, `:token` and `token =` are the column `token`. */
const bare = (written: string): string =>
  (/^:?(?:[\w`"]+\.)?[`"]?(\w+)/.exec(written.trim())?.[1] ?? written).trim();

function pairs(list: SyntaxNode): readonly Lookup[] {
  return list.children.flatMap(({ children }) => {
    const [key, value] = children;
    const column = plainString(key);
    return column === undefined || value === undefined ? [] : [{ column: bare(column), value }];
  });
}

/** A package that many share: it throws where the signature of an address that was sent by mail does not fit. */
const confirms = /^validateEmailConfirmation(FromRequest)?$/;

/** The signature of an address, made by the application itself; the token of a password that is to be reset. */
function verifies(call: SyntaxNode): string | undefined {
  const name = memberName(call) ?? '';
  if (name === 'reset' && /^(\\?[\w\\]*Password::|\$this->broker\(\))/.test(call.text)) return 'token';
  if (confirms.test(name)) return 'signature';
  if (/^has(Valid|Correct)(Relative)?Signature\w*$/.test(name)) return 'signature';
  return /^(check|checkRequest|verify)$/.test(name) && /uri_?signer/i.test(call.text.slice(0, 200))
    ? 'signature'
    : undefined;
}

const failed =
  /\b[45]\d\d\b|HTTP_(BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND|GONE|CONFLICT|UNPROCESSABLE\w*|PRECONDITION\w*)|\bSTATUS_(BAD_REQUEST|UNAUTHORIZED|FORBIDDEN|NOT_FOUND)|withErrors?\(|(NotFound|Forbidden|BadRequest|Unauthori[sz]ed|Denied)\w*Response|->(fail|failNotFound|failForbidden|errorResponse|errorNotFound|respondNotFound|notFound|forbidden|badRequest|unauthorized)\(/;
const elsewhere = /^\\?(redirect|to_route|back|header)\(|redirect\w*\(|RedirectResponse|->redirect/i;
const says =
  /error|invalid|expired|not.?found|denied|fail(ed|ure)|wrong|unknown|forbidden|unauthori|not.?valid|no.?such|incorrect|['"](success|ok|valid|status|result)['"]\s*=>\s*(false|0)/i;
/** Whatever the last answer was is shown again in its form. */
const shown = /['"]\w*error\w*['"]\s*=>\s*(\$\w+(?![\w>(-])|null\b)/gi;
const wentWell = /['"](success|ok|valid)['"]\s*=>\s*(true|1)/i;

/** Whether an answer shows nothing of what was asked for, and means that something is wrong. */
export function turnsAway(node: SyntaxNode, asked: boolean): boolean {
  const text = node.text.slice(0, 1_000);
  if (failed.test(text) && !wentWell.test(text)) return true;
  if (!asked || wentWell.test(text)) return false;
  if (/^(return|exit|die)\b/.test(text) || /^(null|false|''|""|\[\]|-?\d)$/i.test(text)) return true;
  if (inField(node, 'body') !== undefined && node.type === 'conditional_expression') return false;
  return elsewhere.test(text) || says.test(text.replaceAll(shown, ''));
}
