/** How objects of a kind come into a file: by the names of their types, and by what makes them. */
export interface Held {
  readonly types: RegExp;
  readonly made: RegExp;
}

/**
 * Names of fields, properties, parameters and variables of a file that hold such an object: they are declared so, given
 * what makes one, or given another of these names.
 */
export function heldBy(text: string, { types, made }: Held): ReadonlySet<string> {
  const found = new Set<string>();
  const declared = new RegExp(
    `\\b(?:${types.source})(?:<[^;{}()\\n]*>)?\\??\\s+(?<name>\\w+)\\s*[;,)={]`,
    'g',
  );
  const given = new RegExp(`\\b(?<name>\\w+)\\s*=\\s*(?:await\\s+)?(?:${made.source})`, 'g');
  for (const pattern of [declared, given])
    for (const { groups } of text.matchAll(pattern))
      if (groups?.['name'] !== undefined) found.add(groups['name']);
  if (found.size === 0) return found;
  for (const [, to = '', from = ''] of text.matchAll(/\b(\w+)\s*=\s*(\w+)\s*[;)]/g))
    if (found.has(from)) found.add(to);
  return found;
}
