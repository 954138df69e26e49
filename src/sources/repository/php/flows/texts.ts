import { can } from './marks.ts';
import type { Text, Value } from './value.ts';
import { choicesOf } from '../../flows/value.ts';
import { most, nothing, quoteAfter, textOf, written } from './value.ts';
import { joinTaints, remarked } from '../../flows/taints.ts';

/** `a . b`: what stands before a text takes from it what only the beginning of a text can do. */
export function concat(left: Value, right: Value): Value {
  if (left.text?.whole === true && left.text.prefix === '') return onlyText(right);
  if (right.text?.whole === true && right.text.prefix === '') return onlyText(left);
  const text = joinText(left, right);
  const lost = lostBehind(left);
  const behind = remarked(
    right.taints,
    (marks) => hiddenBehind(marks) & ~lost & ~can.object & ~hostOfPath(marks),
  );
  const taints = joinTaints(
    // What stands behind a name ends it.
    remarked(left.taints, (marks) => marks & ~(can.object | can.ending)),
    behind,
  );
  const template = templateOf(left, right);
  return {
    ...nothing,
    taints,
    ...(text === undefined ? {} : { text }),
    ...(template === undefined ? {} : { template }),
  };
}

/** Pieces of one statement. */
const mostPieces = 60;

/** A statement keeps what is put into it at which place. */
function templateOf(left: Value, right: Value): Value['template'] {
  const begun = left.template ?? (left.text?.whole === true ? [left.text.prefix] : undefined);
  if (begun === undefined || begun.length > mostPieces) return undefined;
  const [first] = begun;
  if (typeof first !== 'string' || !/^\s*(select|update|delete|insert)\b/i.test(first)) return undefined;
  if (right.text?.whole === true)
    return left.template === undefined ? undefined : [...begun, right.text.prefix];
  return [...begun, ...(right.template ?? [right])];
}

export const concatAll = (parts: readonly Value[]): Value => parts.reduce(concat, written(''));

function onlyText(value: Value): Value {
  const taints = remarked(value.taints, (marks) => marks & ~can.object);
  return {
    ...nothing,
    taints,
    ...(value.text === undefined ? {} : { text: value.text }),
    ...(value.template === undefined ? {} : { template: value.template }),
  };
}

/** What begins with a slash names no host behind something. */
const hostOfPath = (marks: number): number => ((marks & can.slashed) === 0 ? 0 : can.host | can.slashed);

/** A climb behind something else. */
const hiddenBehind = (marks: number): number =>
  (marks & can.climb) === 0 ? marks : (marks & ~can.climb) | can.hidden;

/** Longest text that is kept: a target cannot make it grow without end. */
const longest = 20_000;

function joinText(left: Value, right: Value): Text | undefined {
  const { text: a } = left;
  const { text: b } = right;
  if (a?.whole === true && b?.whole === true && a.prefix.length + b.prefix.length < longest)
    return textOf(a.prefix + b.prefix);
  const [one, other] = [choicesOf(left), choicesOf(right)];
  const open = openAfter(a, b);
  const beside = {
    query: a?.query === true || b?.query === true,
    open,
    tagged: a?.tagged === true || b?.tagged === true,
  };
  if (one.length > 0 && other.length > 0 && one.length * other.length <= most) {
    const choices = one.flatMap((first) => other.map((second) => first + second));
    return { prefix: '', suffix: '', whole: false, choices, ...beside };
  }
  if (a === undefined && b === undefined && left.taints.length === 0) return undefined;
  const prefix = a?.whole === true ? `${a.prefix}${b?.prefix ?? ''}` : (a?.prefix ?? '');
  const suffix = b?.whole === true ? `${a?.suffix ?? ''}${b.prefix}` : (b?.suffix ?? '');
  return { prefix: prefix.slice(0, longest), suffix: suffix.slice(-longest), whole: false, ...beside };
}

/** What is not known is taken to be balanced. */
function openAfter(a: Text | undefined, b: Text | undefined): string {
  const before = a?.open ?? '';
  if (b === undefined) return before;
  if (b.whole) return quoteAfter(b.prefix, before);
  return before === '' ? b.open : before;
}

/** Behind it a host may still be named, or go on. */
const startOfUrl = /^(\w+:\/\/[^/?#]*|\/\/[^/?#]*|[\\/]|\w+:)$/;

/** Behind the name of a header an address begins. */
const addressHeader = /^\s*(location|refresh)\s*:(\s*\d+\s*;)?(\s*url\s*=)?\s*['"]?/i;

/** Bits that a text loses behind another one. */
function lostBehind(left: Value): number {
  const { text } = left;
  const quoted = text !== undefined && text.open !== '' ? can.bare : 0;
  if (left.taints.length > 0 && text === undefined) return can.absolute | can.option | can.stream;
  const start = text?.whole === true ? text.prefix.replace(addressHeader, '') : undefined;
  if (start === '') return 0;
  const isStart = start !== undefined && startOfUrl.test(start);
  let lost: number = can.absolute | can.option | can.stream | quoted;
  if (text?.query === true) return lost | can.host | can.reach;
  if (text === undefined) return lost;
  if (!isStart) lost |= can.host;
  if (!isStart && !/[\\/]$/.test(text.suffix)) lost |= can.reach;
  return lost;
}
