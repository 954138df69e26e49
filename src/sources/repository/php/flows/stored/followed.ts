import type { PhpCodebase } from '../../codebase.ts';

/** Signs of a page into which a value is put as it is. */
const rawInBlade = /\{!!/;
const rawInCode = /<\?=|\b(echo|print|exit|die)\b[^;]{0,300}\$/;

/** Signs that records are written. */
const writes =
  /\b(insert\s+(ignore\s+)?into|replace\s+into|update\s{1,9}\S{1,90}\s{1,9}set)\b|->(save|update|insert|fill)\(|::(create|insert|updateOrCreate|firstOrCreate)\(/i;

/** Middleware that cleans all that comes in. */
const cleansAll = /middleware\/[^/]*(xss|saniti|purif|striptags|cleaninput)[^/]*\.php$/i;

const known = new WeakMap<PhpCodebase, boolean>();

/** Whether a text could break out of a page that is made here; else nothing that is stored is followed. */
export function isFollowed(codebase: PhpCodebase): boolean {
  const before = known.get(codebase);
  if (before !== undefined) return before;
  const { sources } = codebase;
  const found =
    !sources.some(({ path }) => cleansAll.test(path)) &&
    sources.some(({ text }) => writes.test(text)) &&
    (sources.some(({ text }) => rawInCode.test(text)) ||
      [...codebase.repository.files].some(
        ([path, { text }]) => path.endsWith('.blade.php') && rawInBlade.test(text),
      ));
  known.set(codebase, found);
  return found;
}
