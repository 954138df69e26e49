import { commandHit, commandsOf, constraintDef, isNotValid } from './parts.ts';
import { nameOfRelation } from './rule.ts';
import type { Hit, LintInput } from './rule.ts';
import { transactionStep } from './transactions.ts';

/** `VALIDATE CONSTRAINT` in the transaction that added the constraint: the strong lock of adding it is still held. */
export function validatedTooEarly(input: LintInput): readonly Hit[] {
  const { script, settings } = input;
  const all = commandsOf(input);
  if (!all.some(({ command }) => command.subtype === 'AT_ValidateConstraint')) return [];
  let inside = settings.assumeInTransaction;
  const added = new Set<string>();
  const hits: Hit[] = [];
  for (const statement of script.statements) {
    const step = transactionStep(statement);
    if (step === 'begin') {
      if (!inside) added.clear();
      inside = true;
    }
    if (step === 'commit') inside = false;
    for (const command of all.filter(({ alter }) => alter.statement === statement)) {
      const { subtype, name = '', def } = command.command;
      const constraint = subtype === 'AT_AddConstraint' ? constraintDef(def) : undefined;
      if (constraint?.conname !== undefined && isNotValid(constraint)) added.add(constraint.conname);
      if (subtype === 'AT_ValidateConstraint' && inside && added.has(name))
        hits.push(
          commandHit(command, name, {
            what: `${name} on ${nameOfRelation(command.alter.table)} is validated in the transaction that added it.`,
            next: 'Commit after ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a transaction of its own.',
          }),
        );
    }
  }
  return hits;
}
