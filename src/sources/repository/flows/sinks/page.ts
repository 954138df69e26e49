import { contentType, isPage, typeInHeaders } from '../content-types.ts';
import type { Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Repository } from '../../gather.ts';
import type { Taint, Value } from '../value.ts';
import { tainted, wholeText } from '../value.ts';
import { isFollowed } from '../stored/followed.ts';
import type { CallFact, Hit, Sink, WriteFact } from './sink.ts';
import { argument, fieldsOf, isCall } from './sink.ts';

/** Methods of an answer, and what a text is sent as where nothing was said: a page, or what a browser makes of it. */
function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^template#raw$/))
    return asText(call, argument(call, 0)).map((hit) => ({ ...hit, what: 'raw output of the template' }));
  if (isCall(call, /^@res#(.*\.)?send$/)) {
    const type = contentType(call);
    return (type === undefined ? sendsPages(call) : isPage(type)) ? asText(call, argument(call, 0)) : [];
  }
  if (isCall(call, /^@res#(.*\.)?(end|write)$/)) return raw(call);
  if (isCall(call, /^@res#(.*\.)?html$/)) return asText(call, argument(call, 0));
  if (isCall(call, /^(#|next#)(NextResponse|Response)$/) && call.isNew) return built(call);
  const isToolkit =
    call.written === 'h' &&
    call.method === 'response' &&
    (call.trace === undefined || isCall(call, /^@res#/));
  return isToolkit && !isTypedBehind(call) ? asText(call, argument(call, 0)) : [];
}

/** Fastify and restify send a text as a text. */
const sendsPages = ({ written, frame }: CallFact): boolean =>
  !/(^|\.)(reply|rep)$/i.test(written) &&
  !/["'](@fastify\/[\w-]+|fastify|restify|@nestjs\/platform-fastify)["']/.test(frame.file.text);

/** `h.response(text).type('text/plain')`. */
const isTypedBehind = ({ frame, node }: CallFact): boolean =>
  /^(\s*\.code\([^()]*\))?\s*\.(type|header)\(/.test(frame.file.text.slice(node.end, node.end + 120));

/** Without a content type a browser looks at the first signs: it takes for a page what begins like one. */
function raw(call: CallFact): readonly Hit[] {
  const found = argument(call, 0);
  const type = contentType(call);
  if (type !== undefined) return isPage(type) ? asText(call, found) : [];
  const prefix = call.args[0]?.text?.prefix ?? '';
  if (/^\s*</.test(prefix)) return asText(call, found);
  if (prefix !== '')
    return beginsPages(call) ? asText(call, found).map((hit) => ({ ...hit, weak: true })) : [];
  // An address does not begin like a page.
  const other = found.map((hit) => ({
    ...hit,
    value: part(hit.value, ({ marks }) => (marks & can.encoded) === 0),
  }));
  return asText(call, other);
}

/** Another part of the answer, written before, begins like a page. */
const beginsPages = ({ frame }: CallFact): boolean => /\.write\(\s*['"`]\s*</.test(frame.file.text);

/** `new Response(text, { headers })` is a page only where its headers say so. */
function built(call: CallFact): readonly Hit[] {
  const headers = call.args[1] === undefined ? undefined : fieldsOf(call.args[1], 'headers');
  if (headers === undefined) return [];
  const type = typeInHeaders([headers]) ?? wholeText(headers);
  return type !== undefined && isPage(type) ? asText(call, argument(call, 0)) : [];
}

/** What is an object for sure is sent as JSON; a body is a text only where something reads it as one. */
const asText = (call: Looked, found: readonly Hit[]): readonly Hit[] =>
  found.flatMap((hit) => {
    const bodies = part(hit.value, isWholeBody);
    const texts = part(
      hit.value,
      (taint) => isStored(taint) || (!isObject(taint) && (!isOfBody(taint) || readsForms(call))),
    );
    const unsent = part(
      hit.value,
      (taint) => !isStored(taint) && !isObject(taint) && isOfBody(taint) && !readsForms(call),
    );
    return [
      { ...hit, value: texts },
      { ...hit, value: bodies, weak: true },
      { ...hit, value: unsent, weak: true },
    ].filter(({ value }) => value.taints.length > 0);
  });

/** What a handler returns: a text is sent as a page, an object as JSON. */
export const pageReturned = (machine: Machine, value: Value, what: string): readonly Hit[] =>
  asText({ machine }, [{ value, what }]).filter(({ weak }) => weak !== true);

type Looked = Pick<CallFact, 'machine'>;

const isStored = ({ marks }: Taint): boolean => (marks & can.storedMarkup) !== 0;

const isObject = ({ source, marks }: Taint): boolean =>
  /^(the|input$|a )/.test(source.what) && (marks & can.object) !== 0;

const isWholeBody = (taint: Taint): boolean => taint.source.what === 'the body' && isObject(taint);

const isOfBody = ({ source }: Taint): boolean => /\bbody\b/.test(source.what);

const forms =
  /urlencoded|multer|formidable|busboy|multiparty|multipart|koa-?body|bodyparser\(\)|fileupload|formbody|formData\(|@nestjs\/(core|platform-express)|querystring/i;
const reading = new WeakMap<Repository, boolean>();

/** Pages of others send forms, and JSON only where it is allowed to them. */
function readsForms({ machine }: Looked): boolean {
  const { repository, files } = machine.codebase;
  const known = reading.get(repository);
  if (known !== undefined) return known;
  const found = [...files.keys()].some((path) => forms.test(repository.files.get(path)?.text ?? ''));
  reading.set(repository, found);
  return found;
}

const part = ({ taints, text }: Value, takes: (taint: Taint) => boolean): Value => ({
  ...tainted(taints.filter(takes)),
  ...(text === undefined ? {} : { text }),
});

/** `ctx.body = text`: Koa takes for a page what begins like one. */
function writes({ machine, object, key, value, target, frame }: WriteFact): readonly Hit[] {
  if (key !== 'body' || !object.traces.some(({ name }) => /^@(ctx|res)#$/.test(name))) return [];
  if (
    !/["'](koa|@koa\/[\w-]+|koa-[\w-]+|egg)["']/.test(frame.file.text) &&
    target.object.type !== 'ThisExpression'
  )
    return [];
  const type = object.text?.prefix;
  const prefix = value.text?.prefix ?? '';
  const isText = type === undefined ? prefix !== '' && !/^\s*</.test(prefix) : !isPage(type);
  return isText ? [] : asText({ machine }, [{ value, what: 'body of the answer' }]);
}

export const pageSink: Sink = {
  kind: 'cross-site-scripting',
  needs: can.markup,
  also: can.linked,
  doubtful: can.encoded,
  hits,
  writes,
};

/** The same for what a column holds: told where something of a request is written there. */
export const storedPageSink: Sink = {
  kind: 'stored-page',
  needs: can.storedMarkup,
  hits: (call) => (isFollowed(call.machine.codebase) ? hits(call).filter(isColumn) : []),
  writes: (write) => writes(write).filter(isColumn),
};

const isColumn = ({ value }: Hit): boolean => value.taints.some(isStored);
