import type { Value } from '../value.ts';
import type { Records, WrittenColumn } from './records.ts';

/** The columns that a statement writes: those whose values stand in it, and those that wait for one. */
export function writtenIn(
  text: string,
  values: readonly Value[],
  mark: string,
): Pick<Records, 'written' | 'writtenPlaces'> {
  const written: WrittenColumn[] = [];
  const writtenPlaces = new Map<string, string>();
  let questions = 0;
  for (const [key, value] of pairsOf(text)) {
    const hole = new RegExp(`${mark}(\\d+)${mark}`).exec(value)?.[1];
    const found = hole === undefined ? undefined : values[Number(hole)];
    const isComputed = !new RegExp(`^\\s*(['"])${mark}\\d+${mark}\\1\\s*$`).test(value);
    if (found !== undefined) written.push({ key, value: found, ...(isComputed ? { isComputed } : {}) });
    const place = /^(\?|:\w+)$/.exec(value.trim())?.[1];
    questions += value.split('?').length - 1;
    if (place !== undefined) writtenPlaces.set(place === '?' ? String(questions) : place, key);
  }
  return { written, writtenPlaces };
}

/** Longest statement that is looked at. */
const longest = 5_000;

/** Columns beside what is written to them, in the order of the statement. */
function pairsOf(text: string): readonly (readonly [string, string])[] {
  if (text.length > longest) return [];
  const insert = /^\s*(?:insert|replace)\b[^(]*\(([^()]*)\)\s*values\s*\(([\s\S]*)\)/i.exec(text);
  if (insert !== null) {
    const values = listed(insert[2] ?? '');
    return listed(insert[1] ?? '').map((name, at) => [bare(name), values[at] ?? '']);
  }
  const set = /^\s*update\b[\s\S]*?\bset\b([\s\S]*?)(\bwhere\b|$)/i.exec(text)?.[1] ?? '';
  return listed(set).flatMap((each) => {
    const at = each.indexOf('=');
    return at === -1 ? [] : [[bare(each.slice(0, at)), each.slice(at + 1)] as const];
  });
}

/** Parts between commas that stand in no brackets. */
function listed(text: string): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let part = '';
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) {
      found.push(part);
      part = '';
    } else part += sign;
  }
  return [...found, part];
}

const bare = (name: string): string => (name.trim().split('.').at(-1) ?? '').replaceAll(/[`"\][\s]/g, '');
