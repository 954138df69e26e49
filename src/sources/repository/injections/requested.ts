import type { Source } from '../callers/mark.ts';
import { callOf } from '../callers/shapes.ts';
import { isOfTheRequest, partNamed } from '../callers/words.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import type { Frame } from './frame.ts';
import type { Value } from './sent.ts';
import { nothing, sentAs, textOf } from './sent.ts';
import { holdsText } from './words.ts';

/** Longest text of an expression that words are looked for in. */
const longest = 160;

/** All that is sent in one place, field by field. */
const wholes =
  /^(await\s+)?(self\.)?(flask\.)?(request|req|r|c|ctx)\.(get_json\([^)]*\)|json(\(\))?|data|form(\(\))?|values|POST|GET|args|query_params|post\(\)|files|Body|URL\.Query\(\)|view_args|match_info|path_params)$|^(json\.loads|ujson\.loads)\((self\.)?request\.(body|data|get_data\(\))\S*\)$|^(mux\.Vars)\(\w+\)$|^self\.kwargs$/;

/** A number, whatever is sent. */
const isNumber = /\btype\s*=\s*(int|float|bool)\b|^\w+\.(ParamsInt|QueryInt|QueryBool|QueryFloat)\(/;

const carried = /headers|cookies|COOKIES|\.META\b/;

/** One header or cookie: who sends a request with their own tools chooses them freely. */
function ofCarried({ text }: SyntaxNode, source: (what: string) => Source): Value {
  const [, place, name] =
    /\.(headers|cookies|COOKIES|META)(?:\.get\(|\[)\s*["']([\w-]+)["'][^()]*[)\]]$/.exec(text) ?? [];
  if (place === undefined || name === undefined || (place === 'META' && !name.startsWith('HTTP_')))
    return nothing;
  return sentAs(source(`${/cookies/i.test(place) ? 'cookie' : 'header'} ${name}`));
}

/** What an expression reads of the request, by its words; the root of the expression holds `held`. */
export function requestedBy({ file }: Frame, node: SyntaxNode, held: Value): Value {
  const { text, type } = node;
  if (
    text.length > longest ||
    !/^(call|attribute|subscript|selector|method_|index|await|identifier)/.test(type)
  )
    return nothing;
  const isGlobal =
    /^(await\s+)?(flask\.)?request\b|^self\.(request|kwargs|get_\w*argument)\b|^(mux|chi|httprouter|json|ujson)\./.test(
      text,
    );
  if (!isGlobal && !held.isRequest) return nothing;
  if (!isGlobal && type === 'identifier') return nothing;
  if (/^(self\.)?(flask\.)?request$/.test(text)) return isPython(file) ? { isRequest: true } : nothing;
  const source = (what: string): Source => ({ what, origin: { kind: 'read', file, line: node.line } });
  if (carried.test(text)) return isPython(file) ? ofCarried(node, source) : nothing;
  if (isRaw.test(text)) return sentAs(source('the body'));
  if (wholes.test(text))
    return { isRequest: false, body: { source: source(placeOf(text)), types: new Map() } };
  if (!isRead.test(text) || !isOfTheRequest(text) || isNumber.test(text)) return nothing;
  if (/^subscript$/.test(type) === false && callOf(node) === undefined) return nothing;
  if (/\.files\b/.test(text)) return { isRequest: false, upload: source('upload') };
  const what = partNamed(text);
  return sentAs(source(what), what.includes('path parameter'));
}

/** The bytes of the body. */
const isRaw = /^(await\s+)?(self\.)?(flask\.)?(request|req)\.(body(\(\))?|get_data\([^()]*\)|stream)$/;

const isPython = (file: string): boolean => file.endsWith('.py');

/** One value is read. */
const isRead =
  /\]$|^\S*\.(get|getlist|pop|get_argument|get_query_argument|get_body_argument|FormValue|PostFormValue|PathValue|Get|Param|Params|Query|QueryParam|DefaultQuery|PostForm|DefaultPostForm|GetQuery|getParameter|URLParam|FormParam|GetPostForm)\([^()]*\)$/;

const placeOf = (text: string): string =>
  /args|GET|query_params|URL/.test(text)
    ? 'a query parameter'
    : /view_args|match_info|path_params|Vars|kwargs/.test(text)
      ? 'a path parameter'
      : 'the body';

/** A field of what is sent, unless its declared type refuses text; a part of a text is text. */
export function fieldOf({ world }: Frame, of: Value, name: string): Value {
  const { body, upload } = of;
  if (of.isRequest) return nothing;
  if (upload !== undefined) return ofUpload(upload, name);
  if (body === undefined) return textOf(of);
  const type = body.types.get(plain(name));
  const holds = holdsText(type);
  if (holds === false || (type !== undefined && holds === undefined)) return nothing;
  const place = body.source.what === 'the body' ? 'body field' : body.source.what.replace(/^a /, '');
  const what = name === '' ? body.source.what : `${place} ${name}`;
  const isKnown = body.types.size === 0 || body.types.has(plain(name));
  return sentAs(
    { ...body.source, what },
    place.startsWith('path'),
    !isKnown || world.validated.has(plain(name)),
  );
}

function ofUpload(source: Source, name: string): Value {
  if (/^(filename|originalFilename|submittedFileName)$/.test(name))
    return sentAs({ ...source, what: 'name of an upload' });
  const isContent = /^(read|bytes|inputStream|stream|file)$/.test(name);
  return isContent ? sentAs({ ...source, what: 'content of an upload' }) : nothing;
}

export const plain = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase();
