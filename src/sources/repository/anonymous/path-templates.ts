export const isFixed = (path: string): boolean => !path.includes('{');
export const fromRoot = (path: string): string => `/${path}`.replaceAll(/\/{2,}/g, '/');

/** A variable of the path has any value but one that the code speaks of; what may be several of its parts is not told. */
export function partOfPath(
  question: 'contains' | 'startsWith' | 'endsWith',
  path: string,
  other: string,
): 'yes' | 'no' | undefined {
  if (other === '') return undefined;
  const whole = fromRoot(path);
  const [first = '', last = ''] = [whole.split('{')[0], whole.split('}').at(-1)];
  const told = (holds: boolean, isSure: boolean): 'yes' | 'no' | undefined =>
    holds ? 'yes' : isFixed(whole) || isSure ? 'no' : undefined;
  switch (question) {
    case 'contains':
      return told(
        whole.split(/\{[^}]*\}/).some((part) => part.includes(other)),
        !/\*|\}\.\{/.test(whole) && !/[^/]\/[^/]/.test(other),
      );
    case 'startsWith':
      return told(first.startsWith(other), !other.startsWith(first));
    case 'endsWith':
      return told(last.endsWith(other), (last !== '' && !other.endsWith(last)) || /^\.\w+$/.test(other));
  }
}
