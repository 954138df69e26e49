import type { Control, Entity, Threat } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import type { DesignBasis } from '../domain.ts';
import { ownerPath } from '../domain/fields.ts';
import { snakeCase } from '../../artifacts/words.ts';

const origin = (rule: string, from: string): Origin => ({ kind: 'derived', rule, from: [from] });

const conditioned: Omit<Control, 'context' | 'origin'> = {
  id: 'row-conditions',
  title: 'Conditions of access rules are part of every statement and of row security',
  how: 'The owner stands in the WHERE clause and in a policy of the role; a foreign row answers 404',
  standards: ['API1:2023', 'ASVS-5.0-8.2.2', 'CWE-639'],
};

const refused: Omit<Control, 'context' | 'origin'> = {
  id: 'refused-by-default',
  title: 'What no rule allows is refused',
  how: 'The permission matrix is enumerated in full; database roles hold only what their statements need',
  standards: ['API5:2023', 'ASVS-5.0-8.2.1', 'CWE-285'],
};

/** Threats of the packs and the user, and the one every entity has that nobody wrote about. */
export function threatsOf({ domain }: DesignBasis): {
  readonly threats: readonly Threat[];
  readonly controls: readonly Control[];
} {
  const named = new Set(domain.threats.flatMap(({ target }) => [target, target.split(' ')[1] ?? '']));
  const silent = domain.entities.filter(({ name }) => !named.has(name));
  const threats = silent.map((entity) =>
    threatOf(entity, ownerPath(domain.entities, entity.name) !== undefined),
  );
  const used = new Set(threats.flatMap(({ controls }) => controls));
  const known = new Set(domain.controls.map(({ id }) => id));
  const added = [conditioned, refused]
    .filter(({ id }) => used.has(id) && !known.has(id))
    .map((control): Control => ({
      ...control,
      context: silent[0]?.context ?? '',
      origin: origin(
        'every entity is protected by the access rules',
        'entities without threats of their own',
      ),
    }));
  return { threats: [...domain.threats, ...threats], controls: [...domain.controls, ...added] };
}

function threatOf({ name, context, fields }: Entity, owned: boolean): Threat {
  const sensitive = fields.some(({ dataClass }) =>
    ['pii', 'secret', 'health', 'cardholder'].includes(dataClass ?? ''),
  );
  return {
    id: owned
      ? `foreign-${snakeCase(name).replaceAll('_', '-')}`
      : `unallowed-${snakeCase(name).replaceAll('_', '-')}`,
    stride: owned ? 'I' : 'E',
    target: name,
    title: owned
      ? `Somebody reads or changes a ${name} of another person by its identifier`
      : `A role does with ${name} what no rule allows it`,
    cwe: owned ? 'CWE-639' : 'CWE-285',
    likelihood: owned ? 3 : 2,
    impact: sensitive ? 3 : 2,
    controls: [owned ? conditioned.id : refused.id],
    context,
    origin: origin('every entity can be reached by who should not', name),
  };
}
