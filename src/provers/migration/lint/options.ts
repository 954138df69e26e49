import type { DefElem, Node, RangeVar, VacuumStmt } from 'libpg-query';

/** The options of a parenthesised list. */
export const optionsOf = (nodes: readonly Node[] = []): readonly DefElem[] =>
  nodes.flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));

/** Whether an option of a parenthesised list is on: named without a value, or with one that means true. */
function isOn(option: DefElem | undefined): boolean {
  if (option === undefined) return false;
  const { arg } = option;
  if (arg === undefined) return true;
  if ('String' in arg) return !/^(false|off|0)$/i.test(arg.String.sval ?? '');
  if ('Integer' in arg) return (arg.Integer.ival ?? 0) !== 0;
  return !('Boolean' in arg) || arg.Boolean.boolval === true;
}

export const isVacuumFull = (node: Node): boolean =>
  'VacuumStmt' in node &&
  node.VacuumStmt.is_vacuumcmd === true &&
  isOn(optionsOf(node.VacuumStmt.options).find(({ defname }) => defname === 'full'));

/** The tables a VACUUM names; none when it works through the whole database. */
export const vacuumedTables = ({ rels = [] }: VacuumStmt): readonly RangeVar[] =>
  rels.flatMap((each) => ('VacuumRelation' in each ? (each.VacuumRelation.relation ?? []) : []));
