import type { Callee } from '../callers/frame.ts';
import { callOf, isFunction } from '../callers/shapes.ts';
import type { CallShape } from '../callers/shapes.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { inField, walkSyntax } from '../languages/syntax.ts';
import { checkOf } from './checks.ts';
import { valueOf } from './expressions.ts';
import type { Frame, SentWorld, Summary } from './frame.ts';
import { deepest } from './frame.ts';
import { calledWith } from './given.ts';
import type { Hit, Sent, Value } from './sent.ts';
import { either, isSameSource, nothing } from './sent.ts';
import { goDangers } from './sinks/go.ts';
import { javaDangers } from './sinks/java.ts';
import { returnedPage } from './sinks/python-pages.ts';
import { pythonDangers } from './sinks/python.ts';
import type { Danger, Dangers } from './sinks/sink.ts';
import { argumentOf, isStatement, positional } from './sinks/sink.ts';
import { writesOf } from './writes.ts';

/** Hits that one function is told with. */
const mostHits = 50;

/** Values of one name that are looked up from the last to the first. */
const mostWrites = 50;

const dangersOf = (file: string): Dangers =>
  file.endsWith('.py') ? pythonDangers : file.endsWith('.java') ? javaDangers : goDangers;

/** Walks a function with what its parameters hold, and the functions that it calls. */
export function summaryOf(
  world: SentWorld,
  { lines, node, decorators }: Callee,
  given: ReadonlyMap<string, Value>,
  depth: number,
): Summary {
  const frame: Frame = {
    world,
    file: lines.file,
    node,
    given,
    writes: writesOf(node),
    depth,
    known: new Map(),
  };
  // Values that are built up of each other are known before the last one is asked for.
  for (const writes of frame.writes.values())
    if (writes.length > mostWrites) for (const { value } of writes) valueOf(frame, value);
  const dangers = dangersOf(lines.file);
  const hits: Hit[] = [];
  let returns = nothing;
  walkSyntax(node, (at, above) => {
    if (hits.length > mostHits || at.field === 'parameters' || at.type === 'modifiers') return false;
    if (at.type === 'return_statement' && !above.some((each) => each !== node && isFunction(each)))
      for (const value of at.children) {
        returns = either(returns, answered(frame, value));
        const shown = [...redirected(frame, value), ...returnedPage(frame, value, decorators)];
        hits.push(...shown.flatMap((danger) => hitOf(frame, value, danger)));
      }
    for (const danger of pairedStatement(frame, at)) hits.push(...hitOf(frame, at, danger));
    const call = callOf(at);
    if (call === undefined) return true;
    const callee = call.receiver === undefined ? call.name : `${call.receiver.text}.${call.name}`;
    for (const danger of dangers(frame, { ...call, callee })) hits.push(...hitOf(frame, at, danger));
    hits.push(...behind(frame, call));
    return true;
  });
  return { returns, hits: hits.slice(0, mostHits) };
}

/** What is returned, after what was asked of it. */
function answered(frame: Frame, node: SyntaxNode): Value {
  const value = valueOf(frame, node);
  if (value.sent === undefined) return value;
  const check = checkOf(frame, node, 'path-traversal', value.sent);
  if (check === 'refused') return nothing;
  return check === 'none' ? value : { ...value, sent: { ...value.sent, isChecked: true } };
}

/** `return "redirect:" + url`. */
function redirected(frame: Frame, node: SyntaxNode): readonly Danger[] {
  if (!frame.file.endsWith('.java') || !/^"redirect:"\s*\+/.test(node.text)) return [];
  const { sent } = valueOf(frame, node);
  return sent === undefined
    ? []
    : [{ kind: 'open-redirect', sent, what: 'name of the view that is returned' }];
}

function hitOf(frame: Frame, at: SyntaxNode, { kind, sent, what }: Danger): readonly Hit[] {
  if (kind === 'path-traversal' && sent.isSegment) return [];
  // Nobody makes the browser of somebody else send these.
  if (kind === 'open-redirect' && /^(header|cookie)/.test(sent.source.what)) return [];
  const sink = { what, origin: { kind: 'read' as const, file: frame.file, line: at.line } };
  return checked(frame, at, { kind, sent, sink, within: inField(frame.node, 'name')?.text ?? '' });
}

function checked(frame: Frame, at: SyntaxNode, hit: Hit): readonly Hit[] {
  const check = checkOf(frame, at, hit.kind, hit.sent);
  if (check === 'refused') return [];
  return [check === 'none' ? hit : { ...hit, sent: { ...hit.sent, isChecked: true } }];
}

/** What the functions do that a call runs with what it gives them; what this one asked before counts. */
function behind(frame: Frame, call: CallShape): readonly Hit[] {
  if (frame.depth >= deepest || frame.world.handing.several.has(call.name)) return [];
  const own = handedStatement(frame, call);
  if (own !== undefined) return own;
  const callees = frame.world.callees(frame.file, call);
  return callees.flatMap((callee) => {
    const given = calledWith(frame, call, callee, callees.length > 1);
    const { hits } = frame.world.summary(callee, given, frame.depth + 1);
    return hits.flatMap((hit) => (isGiven(given, hit.sent) ? checked(frame, call.node, hit) : [hit]));
  });
}

/**
 * A statement that is put together here is told here, not in the function of the target that hands it on to the
 * driver; undefined for any other call.
 */
function handedStatement(frame: Frame, call: CallShape): readonly Hit[] | undefined {
  const place = frame.world.handing.one.get(call.name);
  const statement = place === undefined ? undefined : positional(call)[place];
  if (place === undefined || statement === undefined) return undefined;
  const { sent } = valueOf(frame, statement);
  if (sent === undefined || sent.isWhole) return undefined;
  // Others may go by the same name.
  const isKnown = isStatement(sent) && frame.world.callees(frame.file, call).length > 0;
  if (!isKnown && !beginsStatement.test(sent.around)) return undefined;
  const callee = call.receiver === undefined ? call.name : `${call.receiver.text}.${call.name}`;
  return hitOf(frame, call.node, { kind: 'sql-injection', sent, what: argumentOf(place, callee) });
}

/** `('UPDATE … ' + text, values)`, one of several for such a function. */
function pairedStatement(frame: Frame, { type, children }: SyntaxNode): readonly Danger[] {
  const [statement, values] = children;
  if (type !== 'tuple' || statement === undefined || values === undefined || children.length > 2) return [];
  if (frame.world.handing.several.size === 0) return [];
  const { sent } = valueOf(frame, statement);
  if (sent === undefined || sent.isWhole || !beginsStatement.test(sent.around)) return [];
  return [{ kind: 'sql-injection', sent, what: 'text of one of several statements' }];
}

const beginsStatement = /^\s*(select|insert|update|delete|replace|with)\s/i;

const isGiven = (given: ReadonlyMap<string, Value>, { source }: Sent): boolean =>
  [...given.values()].some(
    ({ sent, body }) =>
      (sent !== undefined && isSameSource(sent.source, source)) ||
      (body !== undefined && isSameSource({ ...body.source, what: source.what }, source)),
  );
