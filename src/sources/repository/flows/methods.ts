import { elementOf } from './literals.ts';
import type { Machine, Site } from './machine.ts';
import { approved } from './guards.ts';
import { anyMarkup, can, lasting, surviving } from './marks.ts';
import { isCut } from './length-tests.ts';
import { matched, matchedAll, partsOf } from './matches.ts';
import { isPattern, patternOf, replacingPattern } from './patterns-tried.ts';
import { concat } from './texts.ts';
import type { Thing, Value } from './value.ts';
import { join, nothing, tainted, things, wholeText } from './value.ts';
import { masked } from './taints.ts';

/** Calls a function among the arguments. */
const callback = (machine: Machine, given: Value | undefined, args: readonly Value[], site: Site): Value =>
  given === undefined
    ? nothing
    : machine.invoke(given, args, { ...site, key: undefined, receiver: undefined, written: '' });

/** A list of which only is known what may be in it. */
export const listOf = (machine: Machine, rest: Value): Value =>
  things({ kind: 'array', fields: new Map(), rest, depth: machine.state.depth });

/** Methods of texts that give a text of what they are called on. */
const textMethods =
  /^(trim|trimStart|trimEnd|trimLeft|trimRight|toLowerCase|toUpperCase|toLocaleLowerCase|toLocaleUpperCase|normalize|padStart|padEnd|repeat|substring|substr|charAt|anchor|big|link)$/;

/** Methods that give all or part of what they are called on. */
const keepingMethods =
  /^(toString|valueOf|slice|at|split|match|matchAll|toJSON|flat|reverse|toReversed|sort|toSorted|values|entries|keys|pop|shift|splice|get|getAll|toObject|toArray|lean|json|text|read|readAsText|unwrap|trustAsHtml|copyWithin|fill|with|clone|blob|arrayBuffer|buffer|next|setEncoding)$/;

/** What a method of the language gives; undefined where the name is none. */
export function methodAnswer(
  machine: Machine,
  receiver: Value,
  key: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  const [first, second] = args;
  if (/^(slice|substring|substr)$/.test(key) && site.node.type === 'CallExpression' && isCut(site.node))
    return tainted(masked(receiver.taints, ~(can.object | can.long)));
  if (textMethods.test(key)) return tainted(masked(receiver.taints, ~can.object));
  switch (key) {
    case 'concat':
      return receiver.things.length > 0
        ? chained(machine, [receiver, ...args])
        : args.reduce(concat, receiver);
    case 'replace':
    case 'replaceAll':
      return replaced(machine, receiver, args, site);
    case 'match':
      return (first === undefined ? undefined : matched(machine, first, receiver)) ?? kept(receiver, key);
    case 'matchAll':
      return (first === undefined ? undefined : matchedAll(machine, first, receiver)) ?? kept(receiver, key);
    case 'exec':
      return first === undefined || !isPattern(receiver)
        ? undefined
        : (matched(machine, receiver, first) ?? first);
    case 'toString':
      return plainEncoding.test(first === undefined ? '' : (wholeText(first) ?? ''))
        ? tainted(masked(receiver.taints, lasting))
        : kept(receiver, key);
    case 'split':
      return listOf(machine, tainted(masked(receiver.taints, ~can.object)));
    case 'pipe':
      return join(receiver, first ?? nothing);
    case 'join':
      return joined(receiver, first);
    case 'push':
    case 'unshift':
    case 'add':
    case 'append':
      for (const value of args) fill(receiver, value);
      return key === 'add' ? receiver : nothing;
    case 'set':
      if (second !== undefined) fill(receiver, second);
      return receiver;
    case 'then':
      return join(callback(machine, first, [receiver], site), callback(machine, second, [nothing], site));
    case 'catch':
      return join(receiver, callback(machine, first, [nothing], site));
    case 'finally':
      callback(machine, first, [], site);
      return receiver;
    default:
      return listMethod(machine, receiver, key, args, site) ?? kept(receiver, key);
  }
}

function kept(receiver: Value, key: string): Value | undefined {
  if (!keepingMethods.test(key)) return undefined;
  if (key === 'pop' || key === 'shift' || key === 'at' || key === 'get') return elementOf(receiver);
  if (key === 'keys') return nothing;
  const isText = key === 'toString' || key === 'split';
  return {
    ...tainted(isText ? masked(receiver.taints, ~can.object) : receiver.taints),
    things: receiver.things,
    ...(key === 'toString' && receiver.text !== undefined ? { text: receiver.text } : {}),
  };
}

/** Places of a list that are kept apart. */
const mostPlaces = 100;

/** Lists one behind the other, place by place as long as their lengths are known. */
function chained(machine: Machine, lists: readonly Value[]): Value {
  const thing: Thing = { kind: 'array', fields: new Map(), rest: nothing, depth: machine.state.depth };
  for (const list of lists) {
    const known = list.things.filter(({ kind }) => kind === 'array');
    for (const { fields, rest } of known) {
      // A list that is added to itself again and again has no end.
      const isShort = thing.fields.size + fields.size <= mostPlaces;
      for (const value of fields.values())
        if (isShort) thing.fields.set(String(thing.fields.size), value);
        else thing.rest = join(thing.rest, value);
      thing.rest = join(thing.rest, rest);
    }
    if (list.taints.length > 0) thing.rest = join(thing.rest, tainted(list.taints));
  }
  return things(thing);
}

function fill(receiver: Value, value: Value): void {
  for (const thing of receiver.things) thing.rest = join(thing.rest, value);
}

function listMethod(
  machine: Machine,
  receiver: Value,
  key: string,
  args: readonly Value[],
  site: Site,
): Value | undefined {
  const [first, second] = args;
  const each = (): Value => elementOf(receiver);
  switch (key) {
    case 'map':
      return listOf(machine, callback(machine, first, [each()], site));
    case 'flatMap':
      return listOf(machine, elementOf(callback(machine, first, [each()], site)));
    case 'forEach':
      callback(machine, first, [each()], site);
      return nothing;
    case 'filter': {
      callback(machine, first, [each()], site);
      const passed = first === undefined ? undefined : approved(machine, first, each());
      return passed === undefined ? receiver : listOf(machine, passed);
    }
    case 'find':
    case 'findLast':
      callback(machine, first, [each()], site);
      return (first === undefined ? undefined : approved(machine, first, each())) ?? each();
    case 'some':
    case 'every':
    case 'findIndex':
      callback(machine, first, [each()], site);
      return nothing;
    case 'reduce':
    case 'reduceRight': {
      const start = second ?? each();
      const once = join(start, callback(machine, first, [start, each()], site));
      return join(once, callback(machine, first, [once, each()], site));
    }
    default:
      return undefined;
  }
}

/** The parts one behind the other, or all of them where their number is not known. */
function joined(receiver: Value, separator: Value | undefined): Value {
  const list = receiver.things.find(({ kind, fields }) => kind === 'array' && fields.size > 0);
  if (list === undefined) return tainted(masked(elementOf(receiver).taints, ~can.object));
  const between = separator ?? nothing;
  const parts = [...list.fields.values(), ...(list.rest === nothing ? [] : [list.rest])];
  return (
    parts.reduce(
      (all: Value | undefined, part) => (all === undefined ? part : concat(concat(all, between), part)),
      undefined,
    ) ?? nothing
  );
}

/** What a text is encoded in with letters and digits only. */
const plainEncoding = /^(base64|base64url|hex)$/i;

/** `'` as `'\\''`: a word in quotes of a shell stays one. */
const leavesQuotes = (quote: string, instead: string): boolean =>
  quote === "'" && (instead === String.raw`'\''` || instead === `'"'"'`);

/** A name in quotes, whose quotes are doubled, stays a name. */
const doublesQuote = (quote: string, instead: string): boolean =>
  /^["'`]$/.test(quote) && instead === quote + quote;

function replaced(machine: Machine, receiver: Value, [what, by]: readonly Value[], site: Site): Value {
  const tried = what === undefined ? undefined : patternOf(what);
  const found = tried === undefined ? [receiver] : partsOf(tried, receiver);
  const put =
    by !== undefined && by.callables.length > 0 ? callback(machine, by, found, site) : (by ?? nothing);
  const text = what === undefined ? undefined : wholeText(what);
  const pattern = what === undefined ? undefined : replacingPattern(what);
  const instead = by === undefined ? '' : wholeText(by);
  let mask = ~can.object;
  if (instead !== undefined) {
    if (pattern !== undefined) mask &= surviving((each) => each.replace(pattern, instead));
    else if (text !== undefined)
      mask &= surviving((each) =>
        site.key === 'replaceAll' ? each.replaceAll(text, instead) : each.replace(text, instead),
      );
  } else if (pattern !== undefined) {
    // A function that is asked for the signs that do harm gives something harmless in their place.
    const gone = ~surviving((each) => each.replace(pattern, ''));
    mask &= ~(gone & (anyMarkup | can.pattern | can.line | can.command | can.sql | can.filter));
  }
  if (instead !== undefined && doublesQuote(pattern?.source ?? text ?? '', instead)) mask &= ~can.sql;
  if (instead !== undefined && leavesQuotes(pattern?.source ?? text ?? '', instead)) mask &= ~can.command;
  const changed = join(tainted(masked(receiver.taints, mask)), tainted(put.taints));
  return pattern?.global === true && instead !== undefined && changed.taints.length > 0
    ? { ...changed, replaced: { pattern, by: instead } }
    : changed;
}

/** An empty object or list that code fills. */
export const emptyThing = (machine: Machine, kind: Thing['kind'], rest: Value = nothing): Value =>
  things({ kind, fields: new Map(), rest, depth: machine.state.depth });
