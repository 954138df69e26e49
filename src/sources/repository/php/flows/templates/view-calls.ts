import { wholeText } from '../../../flows/value.ts';
import type { Passed } from '../calls.ts';
import type { Frame, Machine } from '../machine.ts';
import { isHandler } from '../parameters.ts';
import type { Value } from '../value.ts';
import { nothing, ofKind } from '../value.ts';
import { handedTo, renderView, viewNames } from './render.ts';

/** A view that a handler put together so far. */
interface View {
  readonly names: readonly string[];
  readonly values: ReadonlyMap<string, Value>;
}

const made = new WeakMap<Machine, View[]>();

/** Marks a value that is a view: behind it stands its number. */
const kind = '@view:';

/** `view('a.b', ['x' => $y])`; undefined for other functions. */
export function viewFunction(machine: Machine, name: string, call: Passed): Value | undefined {
  if (name !== 'view') return undefined;
  return call.args.length === 0 ? ofKind('@views') : newView(machine, call, 0);
}

/** `View::make('a.b', [...])`. */
export function viewStatic(machine: Machine, owner: string, method: string, call: Passed): Value | undefined {
  const short = owner.split('\\').at(-1) ?? owner;
  const isMade =
    (short === 'View' && /^(make|first|fetch)$/.test(method)) || (short === 'Response' && method === 'view');
  return isMade ? newView(machine, call, 0) : undefined;
}

/** The same for methods that show a view, and for those that hand one more; undefined for others. */
export function viewMethod(
  machine: Machine,
  receiver: Value,
  written: string,
  method: string,
  call: Passed,
): Value | undefined {
  const view = viewOf(machine, receiver);
  if (view !== undefined) return withMore(machine, view, method, call) ?? receiver;
  if (receiver.kinds.includes('@views'))
    return /^(make|first)$/.test(method) ? newView(machine, call, 0) : undefined;
  if (showing.test(method) && isShown(machine, written, method, call)) return shownBy(machine, call);
  if (method === 'set' && written === '$this') return setByName(machine, call);
  return undefined;
}

const showing = /^(view|display|render(Form|Partial|Ajax)?)$/;

/** A text that is only made, in a service, may be a mail; with an answer beside it, and in a handler, it is a page. */
function isShown(machine: Machine, written: string, method: string, call: Passed): boolean {
  if (method === 'view') return /->load$|\bresponse\(\)/.test(written);
  if (written === '$this') return method !== 'display' && call.frame.class !== undefined;
  return (
    /^(render|display)$/.test(method) &&
    /(view|twig|renderer|templating|engine)$/i.test(written) &&
    (isAnswered(call) || isHandler(machine, call.frame))
  );
}

/** Slim hands the answer in first. */
const isAnswered = ({ args }: Passed): boolean => viewNames(args[0]).length === 0;

/** CodeIgniter gives the text back on demand, for a mail or a document. */
const shownBy = (machine: Machine, call: Passed): Value =>
  wholeText(call.args[2] ?? nothing) === '1' ? nothing : newView(machine, call, isAnswered(call) ? 1 : 0);

function newView(machine: Machine, call: Passed, at: number): Value {
  const values = new Map([
    ...(call.args[at + 1]?.array?.fields ?? []),
    ...(call.args[at + 2]?.array?.fields ?? []),
  ]);
  return shown(machine, { names: viewNames(call.args[at]), values }, call);
}

/** Walks the view and keeps it for what is handed to it later. */
function shown(machine: Machine, view: View, call: Passed): Value {
  if (view.names.length === 0) return nothing;
  for (const name of view.names)
    for (const known of namesOf(name, call.frame))
      renderView(machine, known, handedTo(machine, name, view.values, call.node, call.frame), call.frame);
  const all = made.get(machine) ?? [];
  made.set(machine, all);
  all.push(view);
  return ofKind(`${kind}${all.length - 1}`);
}

/** Views of Yii and CakePHP lie in a folder that is called as the controller. */
function namesOf(name: string, { class: owner }: Frame): readonly string[] {
  const controller = /(\w+)Controller$/.exec(owner?.name ?? '')?.[1];
  if (controller === undefined || /[/.:@]/.test(name)) return [name];
  const id = controller.replaceAll(/(?<=[a-z\d])([A-Z])/g, '-$1').toLowerCase();
  return [`${id}/${name}`, name];
}

function viewOf(machine: Machine, { kinds }: Value): View | undefined {
  const number = kinds.find((each) => each.startsWith(kind))?.slice(kind.length);
  return number === undefined ? undefined : made.get(machine)?.[Number(number)];
}

/** `->with('x', $y)`, `->with(['x' => $y])`, `->withItem($y)`. */
function withMore(machine: Machine, view: View, method: string, call: Passed): Value | undefined {
  const [first = nothing, second] = call.args;
  const name = wholeText(first);
  const fields = new Map(first.array?.fields ?? []);
  if (/^(with|share|nest|setVar|assign)$/.test(method) && name !== undefined && second !== undefined)
    fields.set(name, second);
  const named = /^with([A-Z]\w*)$/.exec(method)?.[1];
  if (named !== undefined && named !== 'Errors')
    fields.set(named.charAt(0).toLowerCase() + named.slice(1), first);
  return method.startsWith('with') && fields.size > 0
    ? shown(machine, { ...view, values: new Map([...view.values, ...fields]) }, call)
    : undefined;
}

/** `$this->set('x', $y)` of CakePHP: the view goes by the names of the controller and the method. */
function setByName(machine: Machine, call: Passed): Value | undefined {
  const { frame, args } = call;
  const controller = /(\w+)Controller$/.exec(frame.class?.name ?? '')?.[1];
  const [first = nothing, second] = args;
  if (controller === undefined || !isHandler(machine, frame)) return undefined;
  const name = wholeText(first);
  const values = new Map(first.array?.fields ?? []);
  if (name !== undefined && second !== undefined) values.set(name, second);
  const view = frame.name.replaceAll(/(?<=[a-z\d])([A-Z])/g, '_$1').toLowerCase();
  renderView(machine, `${controller}/${view}`, handedTo(machine, view, values, call.node, frame), frame);
  return nothing;
}
