import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { attribute } from '../annotations.ts';

/** Roles that a page or a method of a resource asks for. */
export const roleGuards = (annotations: readonly Annotated[], file: string): readonly JudgedGuard[] =>
  annotations.flatMap((each): readonly JudgedGuard[] => {
    if (!/^Authorize(Instantiation|Invocation)$/.test(each.name)) return [];
    const value = attribute(each, 'value');
    const items = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
    const requires = items.flatMap((item) =>
      item.kind === 'text' ? [item.value] : item.kind === 'member' || item.kind === 'name' ? [item.name] : [],
    );
    const origin = { kind: 'read', file, line: each.line } as const;
    const guard = { name: each.name, kind: 'authorisation', requires, origin } as const;
    return [{ guard, resolved: true, conditional: false, passes: false }];
  });
