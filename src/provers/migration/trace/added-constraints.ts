import type { Constraint, Node } from 'libpg-query';
import { alterCommands, columnDef, constraintDef, constraintsOf } from '../lint/parts.ts';

/** Constraints of a new table, of added columns, and added ones. */
export function addedConstraintsIn(node: Node): readonly Constraint[] {
  if ('CreateStmt' in node) return (node.CreateStmt.tableElts ?? []).flatMap(ofElement);
  return alterCommands(node).flatMap(({ def }) => (def === undefined ? [] : ofElement(def)));
}

function ofElement(element: Node): readonly Constraint[] {
  const constraint = constraintDef(element);
  if (constraint !== undefined) return [constraint];
  const column = columnDef(element);
  return column === undefined ? [] : constraintsOf(column);
}
