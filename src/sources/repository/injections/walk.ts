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
import { pythonDangers } from './sinks/python.ts';
import type { Danger, Dangers } from './sinks/sink.ts';
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
  { lines, node }: Callee,
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
        hits.push(...redirected(frame, value).flatMap((danger) => hitOf(frame, value, danger)));
      }
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
  if (frame.depth >= deepest) return [];
  const callees = frame.world.callees(frame.file, call);
  return callees.flatMap((callee) => {
    const given = calledWith(frame, call, callee, callees.length > 1);
    const { hits } = frame.world.summary(callee, given, frame.depth + 1);
    return hits.flatMap((hit) => (isGiven(given, hit.sent) ? checked(frame, call.node, hit) : [hit]));
  });
}

const isGiven = (given: ReadonlyMap<string, Value>, { source }: Sent): boolean =>
  [...given.values()].some(
    ({ sent, body }) =>
      (sent !== undefined && isSameSource(sent.source, source)) ||
      (body !== undefined && isSameSource({ ...body.source, what: source.what }, source)),
  );
