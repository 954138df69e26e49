import type { Endpoint } from '../../../model/api.ts';
import type { Fact } from './facts.ts';
import type { Callee, World } from './frame.ts';
import type { Mark, Source } from './mark.ts';
import { unmarked } from './mark.ts';
import type { Parameter } from './shapes.ts';
import { parametersOf } from './shapes.ts';
import { isCallerParameter, isContextParameter } from './words.ts';

export interface Handled {
  readonly given: ReadonlyMap<string, Mark>;
  /** What dependencies do that a framework runs before. */
  readonly facts: readonly Fact[];
}

/** Dependencies of dependencies that are followed. */
const mostDeep = 3;

/** What a framework hands to the parameters of a handler, or of what it depends on. */
export function handled(world: World, endpoint: Endpoint, callee: Callee, depth = 0): Handled {
  const given = new Map<string, Mark>();
  if (callee.isDependent) given.set('self', { ...unmarked, caller: true });
  const facts: Fact[] = [];
  for (const parameter of parametersOf(callee.node)) {
    if (given.has(parameter.name)) continue;
    const found = dependency(world, endpoint, callee, parameter, depth);
    if (found !== undefined) facts.push(...found.facts);
    given.set(parameter.name, found?.mark ?? markOfParameter(world, endpoint, callee, parameter));
  }
  return { given, facts };
}

/** `item = Depends(item_of_path)` is run with the parameters of the request as well. */
function dependency(
  world: World,
  endpoint: Endpoint,
  callee: Callee,
  { name, text, node }: Parameter,
  depth: number,
): { readonly mark: Mark; readonly facts: readonly Fact[] } | undefined {
  const function_ = /\b(?:Depends|Security)\(\s*(?:[\w.]*\.)?(\w+)/.exec(text)?.[1];
  if (function_ === undefined || isCallerParameter(name, text) || depth >= mostDeep) return undefined;
  const called = { node, name: function_, args: [], isNew: false };
  const found = world.callees(callee.lines.file, called).map((each) => {
    const { given, facts } = handled(world, endpoint, each, depth + 1);
    const summary = world.summary(each, given, 1);
    return { mark: summary.returns, facts: [...facts, ...summary.facts] };
  });
  const [first] = found;
  return first === undefined ? undefined : { mark: first.mark, facts: found.flatMap(({ facts }) => facts) };
}

const plain = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase();

const annotated = /@(?:PathVariable|RequestParam|PathParam|QueryParam|Param)\(\s*(?:\w+\s*=\s*)?"([\w-]+)"/;

function markOfParameter(
  { isOpen }: World,
  { parameters }: Endpoint,
  { lines, node }: Callee,
  parameter: Parameter,
): Mark {
  const { name, text } = parameter;
  const origin = { kind: 'read' as const, file: lines.file, line: node.line };
  const of = (what: string): Source => ({ what, origin });
  const isInPath = parameters.some((each) => each.in === 'path' && each.name === name);
  if (isContextParameter(name, text) && !isInPath && !isBound.test(text))
    return { ...unmarked, context: true };
  const asked = plain(annotated.exec(text)?.[1] ?? name);
  const known = isBound.test(text)
    ? undefined
    : parameters.find((each) => plain(each.name) === asked && each.in !== 'header');
  if (known !== undefined) {
    const place = known.in === 'body' ? 'body field' : `${known.in} parameter`;
    return { ...unmarked, named: of(`${place} ${known.name}`) };
  }
  const fields = parameters.flatMap((each) => (each.in === 'body' ? [each.name] : []));
  const isBody =
    /@(RequestBody|ModelAttribute|Body|Valid)\b/.test(text) || (fields.length > 0 && isModel(text));
  if (isBody)
    return {
      ...unmarked,
      body: isOpen(modelOf(text), lines.file) ? 'open' : 'declared',
      fields,
      named: of('the body'),
    };
  if (isCallerParameter(name, text)) return { ...unmarked, caller: true };
  if (text.startsWith('**')) return { ...unmarked, named: of('a path parameter') };
  if (name === 'body' && !/:/.test(text)) return { ...unmarked, body: 'open', named: of('the body') };
  return unmarked;
}

/** A parameter of Python whose type is a class of its own. */
const isModel = (text: string): boolean =>
  /^\w+\s*:\s*(\w+\.)*[A-Z]\w+\s*(=\s*Body\(.*)?$/s.test(text) &&
  !/Depends\(|Security\(|(^|\W)(Current|Auth)\w*|Session|Request|Response|Connection|Service|Repository|Background|Settings|Client|Database|Manager/.test(
    text,
  );

/** What Spring makes of a body is no request, whatever it is called. */
const isBound = /@(RequestBody|ModelAttribute)\b/;

const modelOf = (text: string): string => /^\w+\s*:\s*(?:\w+\.)*([A-Z]\w+)/.exec(text)?.[1] ?? '';
