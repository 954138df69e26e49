import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand } from '../annotations.ts';
import type { Running } from '../before-handlers.ts';
import { asksForCaller, checkBefore, letsEverybodyOn } from '../before-handlers.ts';
import type { Certainty } from '../certainty.ts';
import { allOf, anyOf, oppositeOf } from '../certainty.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { presence } from '../conditions.ts';
import { scopeOf } from '../names.ts';
import { unread } from '../packages.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';

interface Advice {
  readonly guard: JudgedGuard;
  readonly pointcut: string;
  readonly of: ClassDeclaration;
  readonly method: MethodDeclaration;
  readonly perhaps: boolean;
}

/** Advice of aspects that turns callers away, as checks of the handlers it is woven around. */
export function aspectGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const advice = world
    .filesWith(/@Aspect\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ annotations }) => annotations.some(({ name }) => lastName(name) === 'Aspect'))
    .flatMap((of) => of.methods.flatMap((method) => adviceOf(world, of, method)));
  return ({ handled }) => {
    if (handled === undefined) return [];
    return advice.flatMap(({ guard, pointcut, of, method, perhaps }) => {
      const fits = matches({ world, of, method }, pointcut, handled, 0);
      if (fits === 'no') return [];
      return [fits === 'yes' && !perhaps ? guard : { ...guard, conditional: true }];
    });
  };
}

function adviceOf(world: World, of: ClassDeclaration, method: MethodDeclaration): readonly Advice[] {
  const annotations = expand(world, method.annotations, scopeOf(of));
  const mark = annotations.find(({ name }) => /^(Around|Before)$/.test(name));
  const present = mark && presence(world, expand(world, of.annotations, scopeOf(of)), of.file.path);
  if (mark === undefined || present === undefined || present === 'no') return [];
  const pointcut = textOf(world, attribute(mark, 'value', 'pointcut'), mark.scope).text;
  if (pointcut === undefined) return [];
  const guard = adviceGuard(world, { method, owner: of }, mark.name === 'Around');
  const named = /@(?:annotation|within)\(\s*([\w.]+)/.exec(pointcut)?.[1];
  const kind = kindByName(typeNamed(method, named ?? ''));
  const isCheck = kind === 'authentication' || kind === 'authorisation';
  if (guard === undefined) return [];
  const judged =
    !guard.resolved && isCheck ? { ...guard, guard: { ...guard.guard, kind }, conditional: true } : guard;
  return [{ guard: judged, pointcut, of, method, perhaps: present === 'perhaps' }];
}

/** What advice makes of callers; around a handler it may also answer in its place. */
function adviceGuard(world: World, running: Running, isAround: boolean): JudgedGuard | undefined {
  const name = `${running.owner.name}.${running.method.name}`;
  const guard = checkBefore(world, running, name);
  if (guard?.resolved === true || (guard === undefined && !(isAround && asksForCaller(world, running))))
    return guard;
  if (letsEverybodyOn(world, running, !isAround)) return undefined;
  return guard ?? unread(name, running.owner.file.path, running.method.line);
}

/** `@annotation(login)`: the type of the parameter of that name. */
const typeNamed = (method: MethodDeclaration, name: string): string =>
  lastName(method.parameters.find((each) => each.name === name)?.type?.name ?? name);

interface At {
  readonly world: World;
  readonly of: ClassDeclaration;
  readonly method: MethodDeclaration;
}

type Handled = NonNullable<Asked['handled']>;

/** Whether a pointcut holds for a handler, as far as its designators are read. */
function matches(at: At, pointcut: string, handled: Handled, depth: number): Certainty {
  if (depth > 20) return 'perhaps';
  const text = unwrapped(pointcut.trim());
  const either = split(text, /^\|\||^or\b/);
  if (either.length > 1) return anyOf(either.map((part) => matches(at, part, handled, depth + 1)));
  const both = split(text, /^&&|^and\b/);
  if (both.length > 1) return allOf(both.map((part) => matches(at, part, handled, depth + 1)));
  if (text.startsWith('!')) return oppositeOf(matches(at, text.slice(1), handled, depth + 1));
  const [, name = '', inside = ''] = /^(@?[\w.]+)\s*\(([^]*)\)$/.exec(text) ?? [];
  return designator(at, name, inside.trim(), handled, depth);
}

function designator(at: At, name: string, inside: string, handled: Handled, depth: number): Certainty {
  const carries = (annotations: readonly Annotated[]): Certainty =>
    annotations.some((each) => each.name === typeNamed(at.method, inside)) ? 'yes' : 'no';
  switch (name) {
    case '@annotation':
      return carries(handled.handler.annotations);
    case '@within':
    case '@target':
      return carries(handled.own);
    case 'execution':
      return executes(inside, handled);
    case 'within':
      return typeFits(inside.replace(/\+$/, ''), handled.of.qualified);
    case 'args':
    case '@args':
    case 'this':
    case 'target':
    case 'bean':
      return 'perhaps';
    default: {
      const named = at.of.methods.find((each) => each.name === lastName(name));
      const mark = named?.annotations.find((each) => lastName(each.name) === 'Pointcut');
      const text = mark && textOf(at.world, mark.args[0]?.value, scopeOf(at.of)).text;
      return named === undefined || text === undefined
        ? 'perhaps'
        : matches({ ...at, method: named }, text, handled, depth + 1);
    }
  }
}

/** `public * app.web..*Controller.*(..)`; annotations in front of it are asked for. */
function executes(pattern: string, { of, own, handler }: Handled): Certainty {
  const head = pattern.slice(
    0,
    pattern.includes('(..') || pattern.includes('()') ? pattern.lastIndexOf('(') : undefined,
  );
  const asked = [...head.matchAll(/@([\w.]+)/g)].map(([, name = '']) => lastName(name));
  const carried = [...handler.annotations, ...own].map(({ name }) => name);
  if (asked.some((name) => !carried.includes(name))) return asked.length > 1 ? 'perhaps' : 'no';
  const last = head.trim().split(/\s+/).at(-1) ?? '';
  const cut = last.lastIndexOf('.');
  if (cut < 0) return fit(last, handler.method.name);
  const type = last.slice(0, cut).replace(/\+$/, '').replace(/\.$/, '..*');
  return allOf([fit(last.slice(cut + 1), handler.method.name), typeFits(type, of.qualified)]);
}

const typeFits = (pattern: string, name: string): Certainty =>
  /[()@\s]/.test(pattern) ? 'perhaps' : fit(pattern, name);

/** `*` is a part of a name, `..` any packages. */
function fit(pattern: string, name: string): Certainty {
  const source = pattern
    .split('..')
    .map((part) =>
      part
        .split('*')
        .map((text) => text.replaceAll('.', '\\.'))
        .join('[^.]*'),
    )
    .join('\\.(?:.*\\.)?');
  return new RegExp(`^${source}$`).test(name) ? 'yes' : 'no';
}

function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length - 1; at += 1) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0) return text;
  }
  return unwrapped(text.slice(1, -1).trim());
}

/** At the outermost level only. */
function split(text: string, operator: RegExp): readonly string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    const found =
      depth === 0 && /[\s)&|]/.test(text[at - 1] ?? '') ? operator.exec(text.slice(at, at + 4)) : null;
    if (found === null) continue;
    parts.push(text.slice(from, at));
    from = at + found[0].length;
    at = from - 1;
  }
  return [...parts, text.slice(from)];
}
