import type { Call } from './calls.ts';
import { keptOfConnection } from './connections.ts';
import type { Fact } from './fact.ts';
import { primitive, unknown } from '../../javascript/value.ts';
import { absent, factOf, follows, open, textIn, turnsAway } from './fact.ts';
import { isConstant } from './leaving.ts';
import { requestMember, stored } from './request.ts';
import { kindSaid, madeReply, redirection, replyOf } from './statuses.ts';
import type { Frame, Walk } from './walk.ts';
import { answer, raise, refusalAt } from './walk.ts';
import { write } from './names.ts';
import { partOf } from './secrets.ts';

export interface Method {
  readonly node: Call;
  readonly frame: Frame;
  readonly base: Fact;
  readonly key: string;
  readonly args: readonly Fact[];
}

/** Methods of what authentication leaves that throw when there is nothing. */
const insists = /OrFail$|OrThrow$|^(authenticate|require|ensure|assert)/;

/** What takes a text apart: a part of what was not sent was not sent either. */
const shaping = /^(replace(All)?|slice|substr(ing)?|split|trim(Start|End)?|at|to(Lower|Upper)Case|toString)$/;

/** Whether there are any at all, which is asked of those who keep users, not of one: `context.user.exists()`. */
const counting = /^(exists?|count|isEmpty|any|hasAny)$/;

/** Methods of requests, answers and what they hold; undefined for anything else. */
export function frameworkCall(walk: Walk, method: Method): Fact | undefined {
  const { base, key, args } = method;
  switch (base.kind) {
    case 'request':
      return requestCall(walk, method);
    case 'response':
      return responseCall(walk, method);
    case 'headers':
    case 'cookies':
      return /^(get|has|getAll|header)$/.test(key) ? stored(base.kind, textIn(args[0])) : undefined;
    case 'absent':
      if (counting.test(key) && args.length === 0 && base.sent !== true && base.none !== true)
        return factOf(unknown('whether there are any'));
      if (insists.test(key)) raise(walk, rejection(walk, method.node, method.frame, 'authentication'));
      if (key === 'then') return undefined;
      return base.none === true || (base.sent === true && shaping.test(key)) ? base : absent;
    case 'truth':
      return key === 'then' ? undefined : absent;
    case 'record':
      return key === 'includes' ? includes(base, args[0]) : undefined;
    default:
      if (key === 'get') return keptBy(walk, method);
      return key === 'catch' || key === 'finally' ? base : undefined;
  }
}

const keptBy = (walk: Walk, { node, frame }: Method): Fact | undefined =>
  node.callee.type === 'MemberExpression'
    ? keptOfConnection(walk, node.callee.object, node.arguments[0], frame)
    : undefined;

/** Whether a list holds a text; a path with parameters differs from what begins in another way. */
function includes(
  { fields, open: isOpen }: Extract<Fact, { kind: 'record' }>,
  fact: Fact | undefined,
): Fact | undefined {
  if (fact?.kind !== 'value' || isOpen) return undefined;
  const texts = [...fields.values()].map(textIn);
  const { value } = fact;
  const first = value.kind === 'text' && typeof value.parts[0] === 'string' ? value.parts[0] : undefined;
  const wanted = textIn(fact) ?? first;
  if (wanted === undefined || texts.includes(undefined)) return undefined;
  const found = texts.some((text) => (first === undefined ? text === wanted : text?.startsWith(first)));
  return first !== undefined && found ? undefined : factOf(primitive(found));
}

function requestCall(walk: Walk, { node, frame, key, args }: Method): Fact | undefined {
  const name = textIn(args[0]);
  switch (key) {
    case 'get':
    case 'header':
      if (name === undefined) return args.length === 0 ? { kind: 'headers' } : open;
      return key === 'get' && requestMember(walk, name).kind === 'absent' ? absent : stored('headers', name);
    case 'cookie':
    case 'getCookie':
      return absent;
    case 'isAuthenticated':
    case 'isUnauthenticated':
      return { kind: 'truth', holds: key === 'isUnauthenticated' };
    case 'jwtVerify':
      raise(walk, { kind: 'reply', refusal: refusalAt(walk, 'authentication', node, frame.file) });
      return open;
    case 'throw': {
      const [status] = node.arguments;
      const reply = replyOf(walk, frame, node, status, args[0]);
      raise(walk, reply.kind === 'reply' ? reply : rejection(walk, node, frame));
      return open;
    }
    case 'redirect': {
      const reply = redirection(walk, frame, node);
      answer(walk, reply);
      return reply;
    }
    case 'set':
    case 'status':
      return { kind: 'response' };
    default: {
      const reply =
        /^(json|text|html|body|newResponse)$/.test(key) && args.length > 0
          ? madeReply(walk, frame, node, args)
          : undefined;
      if (reply !== undefined) return reply;
      const fact = requestMember(walk, key);
      if (fact.kind === 'input' && name !== undefined) return partOf(walk, name);
      return fact.kind === 'next' || fact.kind === 'open' ? undefined : fact;
    }
  }
}

const rejection = (walk: Walk, node: Call, frame: Frame, kind = kindSaid(node)): Fact => ({
  kind: 'reply',
  refusal: refusalAt(walk, kind, node, frame.file),
});

/** `res.send(401)`, `res.json(body, 401)`. */
function sent(
  walk: Walk,
  frame: Frame,
  node: Call,
  status: Call['arguments'][number],
  args: readonly Fact[],
): Fact {
  return status.type === 'Literal' && typeof status.value === 'number'
    ? replyOf(walk, frame, node, status, args.at(-1))
    : follows(args);
}

/** Errors that answers of Fastify, Sails and others make by their name: `reply.notFound()`. */
const refusing =
  /^(unauthori[sz]ed|forbidden|bad_?request|not_?found|conflict|gone|unprocessable_?entity|payment_?required|not_?acceptable|locked|precondition_?failed|internal_?server_?error|server_?error)$/i;

const answering = /^(json|jsonp|send|end|render|sendFile|download|text|html|view)$/;

/** `if (sent === secret) res.send(all); else res.send('wrong')`: whoever has no secret gets what tells everybody the same. */
const tellsNoMore = ({ reasons }: Walk, node: Call): boolean =>
  reasons.at(-1)?.secret === true && node.arguments.length > 0 && node.arguments.every(isConstant);

function responseCall(walk: Walk, { node, frame, key, args }: Method): Fact {
  const [status] = node.arguments;
  if (/^(status|code|sendStatus|writeHead)$/.test(key)) {
    const reply = replyOf(walk, frame, node, status, args[0]);
    write(walk.answered, 'status', reply, walk.log);
    if (key === 'sendStatus') answer(walk, reply);
  } else if (answering.test(key)) {
    const said = walk.answered.get('status');
    const last = node.arguments.at(-1);
    const told =
      last !== undefined && args.length === (key === 'send' ? 1 : 2)
        ? sent(walk, frame, node, last, args)
        : follows(args);
    const made = said?.kind === 'reply' ? said : turnsAway(told) ? told : open;
    answer(walk, made.kind === 'open' && tellsNoMore(walk, node) ? rejection(walk, node, frame) : made);
  } else if (key === 'redirect') answer(walk, redirection(walk, frame, node));
  else if (refusing.test(key)) answer(walk, rejection(walk, node, frame));
  return { kind: 'response' };
}
