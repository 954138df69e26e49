const styles: readonly (readonly [string, RegExp])[] = [
  ['snake_case', /^[a-z0-9]+(_[a-z0-9]+)+$/],
  ['camelCase', /^[a-z]+[a-z0-9]*([A-Z][a-z0-9]*)+$/],
  ['kebab-case', /^[a-z0-9]+(-[a-z0-9]+)+$/],
  ['PascalCase', /^([A-Z][a-z0-9]+){2,}$/],
];

/** A single word fits every style and says nothing. */
const styleOf = (name: string): string | undefined => styles.find(([, form]) => form.test(name))?.[0];

/** Those named in another style than most: told only where one style clearly leads. */
export function minority<T>(list: readonly T[], nameOf: (each: T) => string): readonly T[] {
  const counts = new Map<string, number>();
  for (const each of list) {
    const style = styleOf(nameOf(each));
    if (style !== undefined) counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  const [leader] = [...counts].toSorted((a, b) => b[1] - a[1]);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (leader === undefined || leader[1] < 2 || leader[1] * 3 < total * 2) return [];
  return list.filter((each) => {
    const style = styleOf(nameOf(each));
    return style !== undefined && style !== leader[0];
  });
}
