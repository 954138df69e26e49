import type { SyntaxNode } from '../../languages/syntax.ts';
import { valueOf } from '../expressions.ts';
import type { Frame } from '../frame.ts';
import type { Sent } from '../sent.ts';
import type { Called, Danger } from './sink.ts';
import { argumentOf, positional } from './sink.ts';

/** Answers that a browser shows as a page, unless they say that they are something else. */
const pages =
  /^((flask\.)?(make_response|Response)|(django\.http\.)?HttpResponse\w*|HTMLResponse|(\w+\.)?Markup|mark_safe)$/;
const other = /\b(mimetype|content_type|media_type|headers)\s*=/;
const html = /html/i;

/** Text that is made the content of a page. */
export function pageDangers(frame: Frame, call: Called): readonly Danger[] {
  if (!pages.test(call.callee) || /Redirect/.test(call.callee)) return [];
  // What Starlette calls a response has no type of its own.
  if (call.callee === 'Response' && !isFlask(frame)) return [];
  const told = call.args.filter(({ name }) => name !== undefined && other.test(`${name}=`));
  if (told.some(({ value }) => !html.test(value.text))) return [];
  const content = call.args.find(({ name }) => name === 'content' || name === 'response')?.value;
  const shown = content ?? positional(call)[0];
  const sent = shown === undefined ? undefined : shownIn(frame, shown);
  if (
    sent === undefined ||
    (/make_response|Response$/.test(call.callee) && isData(positional(call)[1]?.text ?? ''))
  )
    return [];
  return [{ kind: 'cross-site-scripting', sent, what: argumentOf(0, call.callee) }];
}

const isData = (text: string): boolean => /json|plain|xml|csv/i.test(text);

/** `return '<p>' + name`: Flask and Bottle answer a text as a page. */
export function returnedPage(frame: Frame, node: SyntaxNode, decorators: string): readonly Danger[] {
  const isPage = answersPage.test(decorators) || (isRoute.test(decorators) && isFlask(frame));
  if (!isPage || frame.depth > 0) return [];
  const [first] = /^(tuple|expression_list)$/.test(node.type) ? node.children : [node];
  if (first === undefined || /^(dictionary|list)$/.test(first.type)) return [];
  // With headers of its own it may be anything.
  if (first !== node && node.children.slice(1).some(({ type }) => type !== 'integer')) return [];
  const sent = shownIn(frame, first);
  return sent === undefined || isEcho.test(sent.source.what)
    ? []
    : [{ kind: 'cross-site-scripting', sent, what: 'answer' }];
}

const isRoute = /@[\w.]+\.(route|get|post)\(/;
const answersPage = /response_class\s*=\s*HTMLResponse/;

/** What a service sends to see whether it comes back. */
const isEcho = /challenge|echostr/i;

/** Flask and Bottle name the one request; others hand it to the handler. */
const isFlask = (frame: Frame): boolean => frame.world.isFlask(frame.file);

/** Pages are made of text; of numbers and of what a browser does not send for somebody else there is no harm. */
function shownIn(frame: Frame, node: SyntaxNode): Sent | undefined {
  const { sent } = valueOf(frame, node);
  return sent === undefined || /^(header|cookie|content of|name of)/.test(sent.source.what)
    ? undefined
    : sent;
}
