/** Something of a MySQL schema that a proof on PostgreSQL says nothing of, with what it would take. */
export interface Unproven {
  readonly where: string;
  readonly mysql: string;
  readonly why: string;
}

/** The places that one thing was met at. */
export interface UnprovenKind extends Omit<Unproven, 'where'> {
  readonly places: readonly string[];
}

/** One entry for what is told in the same words at several places; the order of their first places is kept. */
export function unprovenKinds(all: readonly Unproven[]): readonly UnprovenKind[] {
  const kinds = new Map<string, UnprovenKind>();
  for (const { where, mysql, why } of all) {
    const key = `${mysql}\0${why}`;
    kinds.set(key, { mysql, why, places: [...(kinds.get(key)?.places ?? []), where] });
  }
  return [...kinds.values()];
}
