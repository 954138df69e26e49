/** What one comparison showed. */
export type Run =
  | { readonly kind: 'equal'; readonly rows: number }
  | { readonly kind: 'differ'; readonly words: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Compares two answers as what they are without an order: the same rows, each as often. */
export function difference(one: readonly string[], other: readonly string[]): Run {
  const [left, right] = [one.toSorted(), other.toSorted()];
  if (left.length === right.length && left.every((row, at) => row === right[at]))
    return { kind: 'equal', rows: one.length };
  const only = (of: readonly string[], without: readonly string[]): string | undefined => {
    const rest = [...without];
    return of.find((row) => {
      const at = rest.indexOf(row);
      if (at === -1) return true;
      rest.splice(at, 1);
      return false;
    });
  };
  const [lost, gained] = [only(left, right), only(right, left)];
  const counts = `the query gives ${rowsText(one.length)}, the rewrite ${rowsText(other.length)}`;
  const example = lost !== undefined ? `only the query gives ${lost}` : `only the rewrite gives ${gained}`;
  return { kind: 'differ', words: `${counts}; ${example}` };
}

export const rowsText = (count: number): string => `${count} ${count === 1 ? 'row' : 'rows'}`;

/** Rows as `json_agg` gives them; none where it gives nothing. */
export const listOf = (json: string | null | undefined): readonly string[] => {
  const list: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(list) ? list.map(String) : [];
};
