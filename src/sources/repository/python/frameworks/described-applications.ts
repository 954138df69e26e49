import { routesOf } from '../reading/made-again.ts';
import type { RouterDraft } from '../reading/routes.ts';
import type { Value } from '../evaluator/value.ts';

const describes = /\.openapi\(\)|\bget_openapi\(/;
const serves = /\b(uvicorn|hypercorn|granian|daphne|gunicorn|Mangum)\b|\.run\(/;

/**
 * A script that makes an application only to write down its document mounts the routers again and leaves out what
 * stands before them. It answers nobody; that holds where another application answers all of it.
 */
export function withoutDescribed(routers: ReadonlyMap<Value, RouterDraft>): readonly RouterDraft[] {
  const described = new Set([...routers].flatMap(([value, draft]) => (isDescribed(value) ? [draft] : [])));
  const others = [...routers.values()].filter((draft) => !described.has(draft));
  if (described.size === 0) return others;
  const answered = new Set(others.flatMap((draft) => (draft.kind === 'application' ? routesOf(draft) : [])));
  const kept = [...described].filter((draft) => !routesOf(draft).every((route) => answered.has(route)));
  return [...others, ...kept];
}

/** No server finds it: it has no name of its module, and its file starts none. */
function isDescribed(value: Value): boolean {
  if (value.kind !== 'result') return false;
  const { tree, scope } = value.place.module;
  const text = tree?.text ?? '';
  return describes.test(text) && !serves.test(text) && ![...scope.names.values()].includes(value);
}
