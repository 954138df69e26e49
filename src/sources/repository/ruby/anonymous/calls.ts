import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Method } from '../code.ts';
import { methodsIn } from '../code.ts';
import type { Call } from '../syntax.ts';
import { blockParameters, callOf, statementsOf } from '../syntax.ts';
import { evaluate } from './expressions.ts';
import type { Flow, Frame, Known } from './state.ts';
import { answer, asks, isAsking, branch, either, goOn, perhapsRefuse, raise, andThen } from './state.ts';
import { answered } from './answers.ts';
import { askedAbout } from './questions.ts';
import { lookedUp, ofEmpty, secretLookedUp } from './secrets.ts';
import { lookedUpAtRandom } from './random-columns.ts';
import { left, runAll, runBody } from './statements.ts';
import * as words from './words.ts';

/** Deepest calls that are followed. */
export const deepest = 8;

export function call(frame: Frame, node: SyntaxNode): Flow {
  const told = callOf(node);
  if (told === undefined) return goOn();
  if (told.receiver === undefined || told.receiver.type === 'self') return own(frame, told);
  return ofReceiver(frame, told, told.receiver);
}

/** A method of the controller itself. */
function own(frame: Frame, told: Call): Flow {
  const { name } = told;
  if (words.absentCaller.test(name) || words.absentCondition.test(name)) frame.secrets.callers.add(name);
  const method = name === 'super' ? above(frame) : methodCalled(frame, name);
  if (method !== undefined && frame.running.length < deepest && !frame.running.includes(method.node))
    return ofMethod(frame, told, method);
  const called = name === 'super' ? (frame.method?.name ?? '') : name;
  const { text } = told.node;
  const asking = isAsking(frame, text) || /:unauthorized|\b401\b/.test(text);
  if (called === 'raise' || called === 'fail' || called === 'throw')
    return raise(asking || /Unauthori[sz]ed|NotAuthenticated|Unauthenticated/.test(text));
  if (words.insists.test(called)) return answer(true);
  if (words.refusals.test(called))
    return answer(frame.asking !== 'no' || /_or_request_/.test(called) || frame.running.length === 1);
  if (words.answers.test(called))
    return andThen(given(frame, told).flow, () => answered(frame, told, asking));
  if (words.authorizes.test(called) && /^:(admin|manage)\b/.test(told.args[0]?.text ?? ''))
    return raise(true);
  if (words.policies.test(called)) return called.endsWith('?') ? goOn('caller') : perhapsRefuse();
  if (words.absentCondition.test(called)) return goOn('false');
  if (words.absentCaller.test(called)) return goOn('nil');
  // What is not in the repository may refuse.
  if (words.unseenChecks.test(called) && !words.rails.test(called)) return perhapsRefuse();
  if (called === 'performed?' || called === 'devise_controller?') return goOn('no');
  if (called === 'respond_to' && told.block !== undefined) return formats(frame, told.block);
  const args = given(frame, told);
  return andThen(args.flow, () =>
    andThen(blockOf(frame, told), () => judgedLookup(frame, told, 'unknown', args.value)),
  );
}

function judgedLookup(frame: Frame, told: Call, of: Known, args: Known): Flow {
  const secret = of === 'unknown' && args !== 'nil' ? secretLookedUp(told) : undefined;
  if (secret !== undefined) return lookedUp(frame, told.name, secret);
  if (acts.test(told.name)) frame.secrets.now.acted = true;
  return outcome(frame, told.name, args, of);
}

const passwords = /\bparams\b.*\bpassw/;
const signsIn = /[.:](authenticate|valid_password\?)[(,\s]/;
/** Changes that may be made for a caller before an answer. */
const acts =
  /^(create|save|update|insert|upsert|deliver|perform|enqueue|destroy|delete|sign_in|log_in|login)(_\w+)?!?$/;

const methodCalled = ({ lineage }: Frame, name: string): Method | undefined => {
  for (const opening of lineage.openings) {
    const found = methodsIn(opening).find((each) => each.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What `super` means: the next definition up. */
function above({ lineage, method }: Frame): Method | undefined {
  if (method === undefined) return undefined;
  const all = lineage.openings.flatMap((opening) =>
    methodsIn(opening).filter(({ name }) => name === method.name),
  );
  return all[all.findIndex(({ node }) => node === method.node) + 1];
}

export function ofMethod(frame: Frame, told: Call, method: Method): Flow {
  const locals = new Map<string, Known>();
  const declared = (inField(method.node, 'parameters')?.children ?? []).map(
    (each) => inField(each, 'name')?.text ?? each.text,
  );
  let flow = goOn();
  for (const [index, arg] of told.args.entries()) {
    flow = andThen(flow, () => evaluate(frame, arg));
    locals.set(declared[index] ?? '', flow.value);
  }
  for (const pair of told.pairs) {
    flow = andThen(flow, () => evaluate(frame, pair.value));
    locals.set(pair.name, flow.value);
  }
  for (const name of declared) if (!locals.has(name)) locals.set(name, 'unknown');
  return andThen(flow, () =>
    left(runMethod({ ...frame, locals, method, running: [...frame.running, method.node] }, method.node)),
  );
}

export function runMethod(frame: Frame, node: SyntaxNode): Flow {
  const body = inField(node, 'body');
  if (body === undefined) return goOn('nil');
  return body.type === 'body_statement' || body.type === 'block_body'
    ? runBody(frame, body)
    : runAll(frame, [body]);
}

interface Given {
  readonly flow: Flow;
  /** Anything of a credential among them. */
  readonly value: Known;
}

function given(frame: Frame, told: Call): Given {
  let flow = goOn();
  let value: Known = 'unknown';
  for (const arg of [...told.args, ...told.pairs.map((pair) => pair.value)]) {
    flow = andThen(flow, () => evaluate(frame, arg));
    if (asks(flow.value) && value !== 'caller') value = flow.value === 'caller' ? 'caller' : 'bogus';
  }
  return { flow, value };
}

function ofReceiver(frame: Frame, told: Call, receiver: SyntaxNode): Flow {
  const { name } = told;
  if (/^(warden|request\.env\[.warden.\])$/.test(receiver.text) && name === 'authenticate!')
    return answer(true);
  const of = /^[A-Z]\w*\.current$/.test(receiver.text) ? goOn('caller') : evaluate(frame, receiver);
  return andThen(of, () => {
    const args = given(frame, told);
    return andThen(args.flow, () => {
      const inner = blockOf(frame, told);
      return andThen(inner, () =>
        of.value === 'nil' || of.value === 'false'
          ? ofAbsent(frame, told, receiver)
          : judged(frame, told, receiver, of.value, args.value),
      );
    });
  });
}

/** A method of what is not there. */
function ofAbsent(frame: Frame, told: Call, receiver: SyntaxNode): Flow {
  const { text } = receiver;
  const { name } = told;
  const isSafe = told.node.children.some((child) => child.text === '&.');
  // `user&.languages&.empty?` asks nothing of nobody.
  if (isSafe && name.endsWith('?')) return goOn('nil');
  if (words.isAbsent.test(name)) return goOn('true');
  if (name.endsWith('?')) return goOn('false');
  const safe =
    /^(to_\w+|try|dig|fetch|presence|strip|split|last|first|delete|sub|gsub|delete_prefix|downcase|match|\[\]|inspect|id)$/;
  const now = frame.secrets.now;
  if (isSafe) {
    now.open = false;
    return goOn('nil');
  }
  if (safe.test(name)) return goOn('nil');
  // Nothing was found by the secret, and nobody has asked.
  if (now.open) {
    now.open = false;
    return raise(true);
  }
  // It fails, unless something stands for nobody.
  return words.holdsCaller.test(text) && told.block === undefined ? perhapsRefuse('nil') : goOn('nil');
}

function judged(frame: Frame, told: Call, receiver: SyntaxNode, of: Known, args: Known): Flow {
  const { name } = told;
  if (of === 'empty') return ofEmpty(frame, name);
  if (receiver.text.endsWith('.errors') && of === 'bogus')
    return goOn(words.isAbsent.test(name) ? 'false' : 'true');
  // A password is a credential to a callback; an action that takes one signs in.
  if (frame.part === 'callback' && passwords.test(told.node.text) && signsIn.test(told.node.text))
    return goOn('nil');
  if (of === 'bogus' && /^(nil|blank|empty|none)\?$/.test(name)) return goOn('false');
  if (of === 'bogus' && /^(present|any)\?$/.test(name)) return goOn('true');
  if (of === 'caller' && words.absentCondition.test(name)) return goOn('false');
  if (of === 'caller' && /^(staff|moderator|superuser|owner|registered|active)\?$/.test(name))
    return goOn('false');
  if (of === 'caller' && words.isAbsent.test(name)) return goOn('caller');
  const said = of === 'unknown' && asks(args) ? askedAbout(frame, told) : undefined;
  if (said !== undefined) return goOn(said);
  if (of !== 'unknown' || args !== 'unknown' || secretLookedUp(told) !== undefined)
    return judgedLookup(frame, told, of, args);
  const random = lookedUpAtRandom(frame.lineage, told);
  if (random !== undefined) {
    frame.secrets.asked.add(random);
    return perhapsRefuse('unknown');
  }
  const isJudge =
    words.judges.test(receiver.text) &&
    /\b(request|params|headers|session|cookies)\b|^[A-Z]/.test(told.node.text);
  if (!isJudge) return goOn();
  return name.endsWith('!')
    ? perhapsRefuse()
    : goOn(/\b(request|params|headers|session|cookies)\b/.test(told.node.text) ? 'caller' : 'unknown');
}

/** What becomes of a credential that is not there, or wrong. */
function outcome(frame: Frame, name: string, args: Known, of: Known): Flow {
  if (args === 'unknown' && of === 'unknown') return goOn();
  if (args === 'caller' || of === 'caller')
    return name.endsWith('!') && words.proves.test(name) ? perhapsRefuse() : goOn('caller');
  if (words.lookup.test(name) || words.proves.test(name)) frame.secrets.now.looked = true;
  if (words.lookup.test(name.replace(/!$/, '')))
    return (name.endsWith('!') || name === 'find') && args !== 'unknown' ? raise(true) : goOn('nil');
  if (words.proves.test(name)) {
    if (name.endsWith('!') || /decode/.test(name)) return raise(true);
    return goOn(name.endsWith('?') || args !== 'unknown' ? 'false' : 'bogus');
  }
  return goOn(frame.budget.left > 0 && !name.endsWith('?') ? 'bogus' : 'caller');
}

/** A block runs, or it does not. */
function blockOf(frame: Frame, told: Call): Flow {
  const { block } = told;
  if (block === undefined) return goOn();
  return branch(frame, false, [
    (inner) => {
      for (const name of blockParameters(block)) inner.locals.set(name, 'unknown');
      return left(runAll(inner, statementsOf(block)));
    },
    () => goOn(),
  ]);
}

/** `respond_to do |format| …`: one of the formats answers. */
function formats(frame: Frame, block: SyntaxNode): Flow {
  const ways = statementsOf(block).flatMap((node) => {
    const told = callOf(node);
    if (told?.receiver === undefined) return [];
    return [
      (inner: Frame): Flow => {
        const flow = told.block === undefined ? goOn() : left(runAll(inner, statementsOf(told.block)));
        // Each format answers, at the latest with its template.
        return flow.goesOn
          ? either({ ...flow, goesOn: false }, answer(inner.part === 'callback' && inner.asking === 'yes'))
          : flow;
      },
    ];
  });
  return ways.length === 0 ? goOn() : branch(frame, false, ways);
}
