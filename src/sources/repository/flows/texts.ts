import { can } from './marks.ts';
import type { Text, Value } from './value.ts';
import { isFromOutside, nothing } from './value.ts';
import { joinTaints, remarked } from './taints.ts';

const partly = (prefix: string, suffix: string, query: boolean): Text => ({
  prefix,
  suffix,
  whole: false,
  query,
});

/** `a + b`: what stands before a text takes from it what only the beginning of a text can do. */
export function concat(left: Value, right: Value): Value {
  if (left.things.length > 0 && !isFromOutside(left) && left.text === undefined)
    return concat({ ...nothing, taints: left.things.flatMap(({ rest }) => rest.taints) }, right);
  if (right.things.length > 0 && !isFromOutside(right) && right.text === undefined)
    return concat(left, { ...nothing, taints: right.things.flatMap(({ rest }) => rest.taints) });
  const text = joinText(left, right);
  const lost = lostBehind(left);
  const onlyText = (marks: number): number => marks & ~(can.object | can.prototype);
  const isFirst = left.text?.whole === true && left.text.prefix === '';
  const behind = isFirst
    ? remarked(right.taints, onlyText)
    : remarked(
        right.taints,
        (marks) => hiddenBehind(onlyText(marks)) & ~lost & ~can.proto & ~hostOfPath(marks),
      );
  const isLast = right.text?.whole === true && right.text.prefix === '';
  const before = remarked(left.taints, (marks) => onlyText(marks) & (isLast ? ~0 : ~can.proto));
  const taints = joinTaints(before, behind);
  return { ...nothing, taints, ...(text === undefined ? {} : { text }) };
}

/** What begins with a slash names no host behind something. */
const hostOfPath = (marks: number): number => ((marks & can.slashed) === 0 ? 0 : can.host | can.slashed);

/** A climb behind something else. */
const hiddenBehind = (marks: number): number =>
  (marks & can.climb) === 0 ? marks : (marks & ~can.climb) | can.hidden;

function joinText({ text: a, taints }: Value, { text: b }: Value): Text | undefined {
  if (a?.whole === true && b?.whole === true) {
    const text = `${a.prefix}${b.prefix}`;
    return { prefix: text, suffix: text, whole: true, query: a.query || b.query };
  }
  const prefix = a?.whole === true ? `${a.prefix}${b?.prefix ?? ''}` : (a?.prefix ?? '');
  const suffix = b?.whole === true ? `${a?.suffix ?? ''}${b.prefix}` : (b?.suffix ?? '');
  if (a === undefined && b === undefined && taints.length === 0) return undefined;
  return partly(prefix, suffix, a?.query === true || b?.query === true);
}

/** Behind it a host may still be named, or go on. */
const startOfUrl = /^(\w+:\/\/[^/?#]*|\/\/[^/?#]*|[\\/])$/;

/** Bits that a text loses behind another one. */
function lostBehind(left: Value): number {
  const { text } = left;
  if (text?.whole === true && text.prefix === '') return 0;
  const isStart = text?.whole === true && startOfUrl.test(text.prefix);
  if (isFromOutside(left) && text === undefined) return can.absolute | can.option;
  let lost: number = can.absolute | can.option;
  if (text?.query === true) return lost | can.host | can.reach;
  if (!isStart) lost |= can.host;
  if (!isStart && !/[\\/]$/.test(text?.suffix ?? '')) lost |= can.reach;
  return lost;
}

export function template(quasis: readonly string[], parts: readonly Value[]): Value {
  let all = textValue(quasis[0] ?? '');
  for (const [at, part] of parts.entries()) all = concat(concat(all, part), textValue(quasis[at + 1] ?? ''));
  return all;
}

const textValue = (text: string): Value => ({
  ...nothing,
  text: { prefix: text, suffix: text, whole: true, query: /[?#]/.test(text) },
});
