import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Lineage, Method } from '../code.ts';
import { runMethod } from './calls.ts';
import { evaluate } from './expressions.ts';
import type { Flow, Frame, Known } from './state.ts';
import type { Secrets } from './secrets.ts';
import { secretsSent } from './secrets.ts';
import { asks, isFalsy, isTruthy } from './state.ts';
import { left } from './statements.ts';

/** One request without credentials: what earlier callbacks have set is known to later ones. */
export interface Anonymous {
  readonly lineage: Lineage;
  readonly shared: Map<string, Known>;
  readonly secrets: Secrets;
}

export const anonymous = (lineage: Lineage, sent: Secrets['sent'] = 'right'): Anonymous => ({
  lineage,
  shared: new Map(),
  secrets: secretsSent(sent),
});

/**
 * `refused`: no caller without credentials gets past. `perhaps`: some do, or it is not understood. `passes`: whoever is
 * calling makes no difference.
 */
export type Told = 'refused' | 'perhaps' | 'passes';

const steps = 3000;

const frameOf = (
  { lineage, shared, secrets }: Anonymous,
  name: string,
  node: SyntaxNode,
  method?: Method,
): Frame => ({
  lineage,
  locals: new Map(),
  shared,
  ...(method === undefined ? {} : { method }),
  running: [node],
  asking: 'no',
  tokens: /auth|api|login|log_in|sign/.test(name),
  secrets,
  part: 'callback',
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

/** The same request, that has asked for nothing yet. */
export const afresh = (request: Anonymous): Anonymous => {
  const secrets = secretsSent(request.secrets.sent);
  secrets.now.open = request.secrets.now.open;
  return { ...request, secrets };
};

/** Runs an action as somebody without credentials, after the callbacks before it. */
export function runAction(
  before: Anonymous,
  method: Method,
): { readonly told: Told; readonly secrets: Secrets } {
  const request = afresh(before);
  const { secrets } = request;
  const shared = new Map(request.shared);
  const frame: Frame = {
    ...frameOf({ ...request, shared }, method.name, method.node, method),
    tokens: false,
    part: 'action',
  };
  const flow = left(runMethod(frame, method.node));
  const told = frame.budget.left < 0 || secrets.now.open ? 'perhaps' : toldByAction(flow);
  return { told, secrets };
}

/** Who is refused in one case and served in another is let through by some objects, unless that is in doubt. */
function toldByAction({ goesOn, stops, refuses, raises, doubted }: Flow): Told {
  const serves = goesOn || stops;
  if (!refuses && raises !== 'asking') return 'passes';
  return !serves ? 'refused' : doubted ? 'perhaps' : 'passes';
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
