/** Longest expression that is looked at. */
const longest = 300;

/** One piece of an expression: a plain character, or what stands for a value. */
const piece =
  /\\\/|\\[.\-_~]|[\w\-~@!,%:=&]|\((?:\?<\w+>)?(?!\?)(?:[^()/\\]|\\[^/])+\)[+*]?|(?:\[(?:[^\]/\\]|\\[^/])+\]|\\[wdS])(?:[+*]|\{\d+(?:,\d*)?\})?|\.(?![+*?{])/gy;

/**
 * The path that an expression stands for, where it is one: anchored at both ends, slashes and text as they are, and groups
 * or classes in one segment for what differs. Groups are the parameters `0`, `1`, …, as the framework names them.
 */
export function pathOfPattern(source: string): string | undefined {
  const body = /^\/\^(.*?)(\\\/\?)?\$\/[a-z]*$/s.exec(source)?.[1];
  if (body === undefined || body.length > longest || !body.startsWith('\\/')) return undefined;
  const pieces = body.match(piece) ?? [];
  if (pieces.join('') !== body) return undefined;
  let groups = 0;
  const path = pieces.map((each) => {
    if (each === '\\/') return '/';
    if (/^\\[.\-_~]$/.test(each)) return each.slice(1);
    if (each.length === 1) return each;
    if (!each.startsWith('(')) return '{part}';
    const name = /^\(\?<(\w+)>/.exec(each)?.[1] ?? String(groups++);
    return /[^\\]\.[+*]/.test(each) ? `{*${name}}` : `{${name}}`;
  });
  return path.join('');
}
