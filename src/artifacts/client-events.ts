import type { Backend } from '../model/backend.ts';
import type { DomainEvent } from '../model/domain.ts';
import { uniqueBy } from './emitted.ts';
import { fieldProperty } from './field-type.ts';

/** A role that may see an event, as far as it may see the object that the event speaks of. */
export interface Audience {
  readonly role: string;
  readonly condition?: string;
  readonly mask?: string;
}

export interface ClientEvent {
  readonly event: DomainEvent;
  readonly audience: readonly Audience[];
  /** Fields of the payload that the API shows of the object; the rest stays inside. */
  readonly fields: readonly string[];
}

/**
 * The events that clients may hear of: whoever may read or list the object may hear what happens to it, on the same
 * condition and under the same mask. An event whose object nobody reads through the API stays inside.
 */
export function clientEvents(backend: Backend): readonly ClientEvent[] {
  if (backend.source !== 'designed') return [];
  return backend.processes.events.flatMap((event) => {
    const schema = backend.api.schemas.find(({ name }) => name === event.entity);
    const audience = audienceOf(backend, event.entity);
    if (schema === undefined || audience.length === 0) return [];
    const entity = backend.entities.find(({ name }) => name === event.entity);
    const shown = new Set(schema.properties.map(({ name }) => name));
    const fields = event.payload.filter(
      (name) =>
        (shown.has(name) || shown.has(`${name}_id`)) && fieldProperty(backend, entity, name) !== undefined,
    );
    return [{ event, audience, fields }];
  });
}

function audienceOf({ operations, trust }: Backend, entity: string): readonly Audience[] {
  const reads = new Set(
    operations
      .filter((each) => each.entity === entity && (each.verb === 'read' || each.verb === 'list'))
      .map(({ id }) => id),
  );
  const rows = trust.permissions
    .filter(({ operation, effect }) => effect === 'allow' && reads.has(operation))
    .map(({ role, condition, mask }): Audience => ({
      role,
      ...(condition === undefined ? {} : { condition }),
      ...(mask === undefined ? {} : { mask }),
    }));
  return uniqueBy(rows, ({ role, condition, mask }) => [role, condition, mask].join());
}

/** A role with what it is bound to, in words: `support, without pii`. */
export const audienceWords = ({ role, condition, mask }: Audience): string =>
  `${role}${condition === undefined ? '' : ` (${condition} only)`}${mask === undefined ? '' : ` without ${mask}`}`;
