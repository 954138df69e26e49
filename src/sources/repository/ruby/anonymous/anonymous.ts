import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Lineage, Method } from '../code.ts';
import { runMethod } from './calls.ts';
import { evaluate } from './expressions.ts';
import type { Flow, Frame, Known } from './state.ts';
import { asks, isFalsy, isTruthy } from './state.ts';
import { left } from './statements.ts';

/** One request without credentials: what earlier callbacks have set is known to later ones. */
export interface Anonymous {
  readonly lineage: Lineage;
  readonly shared: Map<string, Known>;
}

/**
 * `refused`: no caller without credentials gets past. `perhaps`: some do, or it is not understood. `passes`: whoever is
 * calling makes no difference.
 */
export type Told = 'refused' | 'perhaps' | 'passes';

const steps = 3000;

const frameOf = ({ lineage, shared }: Anonymous, name: string, node: SyntaxNode, method?: Method): Frame => ({
  lineage,
  locals: new Map(),
  shared,
  ...(method === undefined ? {} : { method }),
  running: [node],
  asking: 'no',
  tokens: /auth|api|login|log_in|sign/.test(name),
  budget: { left: steps },
});

/** Runs a callback, a method or a block, as somebody without credentials. */
export function runAnonymously(
  request: Anonymous,
  name: string,
  node: SyntaxNode,
  { method, asking = false }: { readonly method?: Method | undefined; readonly asking?: boolean } = {},
): Told {
  const frame: Frame = { ...frameOf(request, name, node, method), asking: asking ? 'yes' : 'no' };
  const flow = left(runMethod(frame, node));
  return frame.budget.left < 0 ? 'perhaps' : toldBy(flow);
}

function toldBy({ goesOn, refuses, raises }: Flow): Told {
  if (!refuses && raises !== 'asking') return 'passes';
  return goesOn ? 'perhaps' : 'refused';
}

export interface Condition {
  readonly told: 'holds' | 'fails' | 'open';
  /** It depends on who is calling. */
  readonly asking: boolean;
}

/** What a condition says of somebody without credentials: `:signed_in?`, `-> { current_user }`. */
export function conditionFor(request: Anonymous, node: SyntaxNode): Condition {
  const frame = frameOf(request, '', node);
  const name = node.type === 'simple_symbol' ? node.text.slice(1) : undefined;
  const { value } = left(
    name !== undefined
      ? evaluate(frame, { ...node, type: 'identifier', text: name, children: [] })
      : node.type === 'lambda'
        ? runMethod(frame, inField(node, 'body') ?? node)
        : evaluate(frame, node),
  );
  return { told: isTruthy(value) ? 'holds' : isFalsy(value) ? 'fails' : 'open', asking: asks(value) };
}
