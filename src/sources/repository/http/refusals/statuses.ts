import type { Node } from 'oxc-parser';
import { dottedName, isFunctionNode, plainKey } from '../../javascript/syntax.ts';
import { isLoginPage, signsIn } from '../signs.ts';
import type { Fact, Refusal } from './fact.ts';
import { follows, open, turnsAway } from './fact.ts';
import type { Frame, Walk } from './walk.ts';
import { refusalAt } from './walk.ts';

type Kind = Refusal['kind'];

/** What a part of the code says of why it turns a request away. */
export function kindSaid(node: Node): Kind | undefined {
  const signs = signsIn(node);
  if (signs.rejectsUnknown) return 'authentication';
  return signs.rejectsForbidden ? 'authorisation' : undefined;
}

const lead: Status = { kind: 'authentication', turnsAway: true };

interface Status {
  readonly kind: Kind | undefined;
  readonly turnsAway: boolean;
}

/** `401`, `HttpStatus.FORBIDDEN`; undefined where it is not written here. */
function statusOf(node: Node, fact: Fact | undefined): Status | undefined {
  const value = fact?.kind === 'value' && fact.value.kind === 'primitive' ? fact.value.value : undefined;
  if (value === 401 || value === '401') return { kind: 'authentication', turnsAway: true };
  if (value === 403 || value === '403') return { kind: 'authorisation', turnsAway: true };
  if (typeof value === 'number' && value >= 100 && value < 600)
    // Whoever has it already is given nothing.
    return { kind: undefined, turnsAway: value >= 400 || value === 304 };
  const name = (typeof value === 'string' ? value : dottedName(node)) ?? '';
  if (/(^|\.)(unauthori[sz]ed|unauthenticated)$/i.test(name))
    return { kind: 'authentication', turnsAway: true };
  if (/(^|\.)forbidden$/i.test(name)) return { kind: 'authorisation', turnsAway: true };
  return undefined;
}

/** The answer that a status makes: one that turns away, or any other. */
export function replyOf(walk: Walk, frame: Frame, node: Node, status: Node | undefined, fact?: Fact): Fact {
  const said = status === undefined ? undefined : statusOf(status, fact);
  if (said === undefined && (status === undefined || !aboutCaller(walk))) return open;
  if (said !== undefined && !said.turnsAway) return open;
  return {
    kind: 'reply',
    refusal: refusalAt(walk, said === undefined ? 'authentication' : said.kind, node, frame.file),
  };
}

/** Who calls led here: a status that is not known is one that turns away. */
const aboutCaller = ({ reasons }: Walk): boolean =>
  reasons.some(({ by, holds }) => by === 'absent' || holds === true) || reasons.at(-1)?.by === 'caller';

/** Away to the page for signing in, or elsewhere: only a missing credential makes a refusal of the latter. */
export function redirection(walk: Walk, frame: Frame, node: Node): Fact {
  const login = isLoginPage(node);
  if (!login && !walk.reasons.some(({ by }) => by === 'absent')) return open;
  return {
    kind: 'reply',
    refusal: refusalAt(walk, login ? 'authentication' : undefined, node, frame.file),
  };
}

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** `new Response(body, { status: 401 })`, `c.json(body, 403)`, `new ForbiddenError()`. */
export function madeReply(walk: Walk, frame: Frame, node: Call, args: readonly Fact[]): Fact | undefined {
  const name = dottedName(node.callee) ?? '';
  const inside = follows(args);
  const isError = /(Error|Exception|Unauthorized|Forbidden)\w*$/.test(name);
  for (const [at, argument] of node.arguments.entries()) {
    const fact = args[at];
    if (argument.type === 'ObjectExpression')
      for (const property of argument.properties) {
        if (property.type !== 'Property') continue;
        const key = plainKey(property.key, property.computed) ?? '';
        const field = fact?.kind === 'record' ? fact.fields.get(key) : undefined;
        if (!/^(status|statusCode|code)$/.test(key)) continue;
        const unsaid = key === 'code' ? undefined : aboutCaller(walk) ? lead : undefined;
        const said = statusOf(property.value, field) ?? unsaid;
        if (said?.turnsAway === true)
          return { kind: 'reply', refusal: refusalAt(walk, said.kind, node, frame.file) };
      }
    else if (
      fact?.kind === 'value' &&
      fact.value.kind === 'primitive' &&
      typeof fact.value.value === 'number'
    ) {
      const said = statusOf(argument, fact);
      if (
        said?.turnsAway === true &&
        (isError || /(json|text|body|html|error|send|reply|response)\w*$/i.test(name))
      )
        return { kind: 'reply', refusal: refusalAt(walk, said.kind, node, frame.file) };
    }
  }
  const plain = node.arguments.every((argument) => !isFunctionNode(argument));
  const kind = plain ? kindSaid(node) : undefined;
  if (kind !== undefined || isError)
    return { kind: 'reply', refusal: refusalAt(walk, kind, node, frame.file) };
  return turnsAway(inside) ? inside : undefined;
}
