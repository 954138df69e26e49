import { compareText } from '../../order.ts';

/** Version order: numbers by value, repeatable migrations last, then by text. */
export function compareMigrations(a: string, b: string): number {
  const repeatable = Number(isRepeatable(a)) - Number(isRepeatable(b));
  if (repeatable !== 0) return repeatable;
  const [v, w] = [flywayVersion(a), flywayVersion(b)];
  if (v !== undefined && w !== undefined) return compareVersions(v, w) || compareText(a, b);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x, y] = [left[index] ?? '', right[index] ?? ''];
    const numeric = /^\d+$/.test(x) && /^\d+$/.test(y);
    const order = numeric ? compareNumbers(x, y) : compareText(x, y);
    if (order !== 0) return order;
  }
  return compareText(a, b);
}

const isRepeatable = (path: string): boolean => /(^|\/)R__/.test(path);

/** `V1.10__add.sql` and `V1_10__add.sql` are version 1.10, which comes after 1.9 and after 1. */
const flywayVersion = (path: string): readonly string[] | undefined =>
  /(?:^|\/)[VB](\d+(?:[._]\d+)*)__/.exec(path)?.[1]?.split(/[._]/);

function compareVersions(a: readonly string[], b: readonly string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const order = compareNumbers(a[index] ?? '0', b[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

const parts = (path: string): readonly string[] => path.split(/(\d+)/);

/** Digits of any length, as `20240102030405` and `7`. */
function compareNumbers(x: string, y: string): number {
  const [a, b] = [x.replace(/^0+/, ''), y.replace(/^0+/, '')];
  return a.length - b.length || compareText(a, b);
}
