import type { CallExpression, Node } from 'oxc-parser';
import { plainKey } from '../javascript/syntax.ts';
import { narrowOrigin, narrowTo, subjectOf } from './conditions.ts';
import { narrowEqual } from './equal-parts.ts';
import type { Frame, Machine } from './machine.ts';
import { anyPath, can, ofBeginning, passing } from './marks.ts';
import { fits, patternOf } from './patterns-tried.ts';
import { splitOf } from './split-parts.ts';
import type { Value } from './value.ts';
import { choicesOf, isFromOutside, wholeText } from './value.ts';

/** `a.includes(b)` and its like: of a text, or of a list of what is allowed. */
export function narrowText(
  machine: Machine,
  node: CallExpression,
  method: string,
  holds: boolean,
  frame: Frame,
): void {
  const [first] = node.arguments;
  if (node.callee.type !== 'MemberExpression' || first === undefined) return;
  const { object } = node.callee;
  const [receiver, given] = [machine.evaluate(object, frame), machine.evaluate(first, frame)];
  const split = splitOf(object);
  const part = wholeText(given);
  if (split !== undefined && part !== undefined && !holds) {
    const left = passing((text) => !text.split(split.separator).includes(part));
    narrowTo(machine, split.text, frame, left);
    return;
  }
  const ownPattern = patternOf(receiver);
  if (/^(test|exec)$/.test(method)) {
    if (ownPattern !== undefined)
      narrowTo(machine, first, frame, patternMask(ownPattern, holds) & objectMask(ownPattern, holds));
    return;
  }
  if (isFromOutside(given) && !isFromOutside(receiver)) {
    if (method === 'startsWith' || method === 'endsWith') return;
    if (holds) narrowAllowed(machine, first, frame);
    else if (forbidsPrototype(receiver)) narrowTo(machine, first, frame, ~can.proto);
    return;
  }
  if (!isFromOutside(receiver)) return;
  const pattern = patternOf(given);
  const mask =
    pattern !== undefined
      ? patternMask(pattern, holds)
      : part !== undefined && part !== ''
        ? textMask(receiver, part, method, holds)
        : !isFromOutside(given) && holds && method === 'startsWith'
          ? rootMask(receiver)
          : ~0;
  narrowTo(machine, object, frame, mask);
  narrowOrigin(machine, subjectOf(object), mask, frame);
}

/** A list of what is refused names the prototype. */
const forbidsPrototype = ({ things }: Value): boolean =>
  things.some(({ fields, rest }) =>
    [...fields.values(), rest].some((value) => choicesOf(value).includes('__proto__')),
  );

/** One of a list: it can do nothing any more; a host of a list leaves the URL it belongs to harmless. */
const narrowAllowed = (machine: Machine, node: Node, frame: Frame): void => narrowEqual(machine, node, frame);

/** `map.get(name)` that gives something: the name is one of those that the code put there. */
export function narrowFoundIn(machine: Machine, node: CallExpression, frame: Frame): boolean {
  const [first] = node.arguments;
  if (node.callee.type !== 'MemberExpression' || first === undefined || node.arguments.length > 1)
    return false;
  const map = machine.evaluate(node.callee.object, frame);
  const isMap = map.things.length > 0 && map.things.every(({ kind }) => kind === 'array');
  if (!isMap || map.traces.length > 0 || isFromOutside(map)) return false;
  if (isFromOutside(machine.evaluate(first, frame))) narrowAllowed(machine, first, frame);
  return true;
}

/** What a text can do of which it is known with what it begins, or what is in it or not. */
function textMask(receiver: Value, part: string, method: string, holds: boolean): number {
  const isInside = method === 'includes' || method === 'contains';
  if (!holds)
    return passing(
      (text) =>
        !(isInside
          ? text.includes(part)
          : method === 'endsWith'
            ? text.endsWith(part)
            : text.startsWith(part)),
    );
  if (method !== 'startsWith') return ~0;
  const begins = passing((text) => text.startsWith(part)) | ~ofBeginning;
  // What the code asks to begin with a dash is meant to be an option.
  if (part.startsWith('-')) return begins & ~can.unasked;
  return /[a-z0-9]/i.test(part) ? begins & rootMask(receiver) : begins;
}

/** An object is looked at as `[object Object]`: what does not fit that lets no operator by. */
const objectMask = (pattern: RegExp, holds: boolean): number =>
  holds && fits(pattern, '[object Object]') === false ? ~can.object : ~0;

/** A pattern that need not fit from end to end leaves all that stands where it does not fit. */
function patternMask(pattern: RegExp, holds: boolean): number {
  if (!holds) return passing((text) => fits(pattern, text) !== true);
  const { source } = pattern;
  const fromStart =
    source.startsWith('^') && !/\|\^?/.test(source.replaceAll(/\[[^\]]*\]|\([^)]*\)|\\./g, ''));
  if (!fromStart) return ~0;
  const isWhole = source.endsWith('$') && !pattern.multiline && !/(^|[^\\])\.[*+]|\[\^/.test(source);
  const left = passing((text) => fits(pattern, text) !== false);
  return isWhole ? left : left | ~ofBeginning;
}

/** Below a root: a path that is normalised cannot leave it, a URL stays at its host. */
function rootMask({ taints }: Value): number {
  const isHidden = taints.some(({ marks }) => (marks & can.hidden) !== 0);
  return isHidden ? ~(can.absolute | can.host | can.option) : ~(anyPath | can.host | can.option);
}

/** `text[0] === '/'`, `text.slice(0, n) === root` as `startsWith`. */
export function narrowBeginning(
  machine: Machine,
  node: Node,
  other: Node,
  holds: boolean,
  frame: Frame,
): boolean {
  const text = beginningOf(node);
  if (text === undefined) return false;
  const [receiver, given] = [machine.evaluate(text, frame), machine.evaluate(other, frame)];
  if (!isFromOutside(receiver) || isFromOutside(given)) return false;
  narrowStart(machine, text, given, holds, frame);
  return true;
}

function beginningOf(node: Node): Node | undefined {
  if (node.type === 'MemberExpression')
    return node.computed && node.property.type === 'Literal' && node.property.value === 0
      ? node.object
      : undefined;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  const [first] = node.arguments;
  const key = plainKey(node.callee.property, node.callee.computed) ?? '';
  return /^(slice|substring|substr|charAt)$/.test(key) && first?.type === 'Literal' && first.value === 0
    ? node.callee.object
    : undefined;
}

function narrowStart(machine: Machine, object: Node, given: Value, holds: boolean, frame: Frame): void {
  const receiver = machine.evaluate(object, frame);
  const part = wholeText(given);
  if (part !== undefined && part !== '')
    narrowTo(machine, object, frame, textMask(receiver, part, 'startsWith', holds));
  else if (holds) narrowTo(machine, object, frame, rootMask(receiver));
}
