/** An entry of a table by a name of the target's code, which may be `constructor` or another name every object has. */
export const ownEntry = <Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
