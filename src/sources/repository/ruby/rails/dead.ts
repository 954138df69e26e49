import type { Code } from '../code.ts';
import { underscore } from '../inflections.ts';
import type { Controller } from './controllers.ts';
import type { RailsRoute } from './place.ts';

/** Rails answers 404 to a route whose action is neither a method nor a template. */
export function isDead(
  code: Code,
  controller: Controller,
  route: RailsRoute,
  action: string,
  routesFile: string,
): boolean {
  if (!controller.whole || !/^\w+$/.test(action)) return false;
  if (!route.methods.includes('GET')) return true;
  const { files } = code.program.repository;
  const folder = underscore(controller.name.replace(/Controller$/, ''));
  const root = routesFile.replace(/(^|\/)config\/.*$/, '$1');
  if (templatesOf(code).has(`${root}app/views/${folder}/${action}`)) return false;
  // Templates of other engines are not among the files that are read.
  const gems = files.get(`${root}Gemfile`)?.text ?? files.get('Gemfile')?.text ?? '';
  return !/^\s*gem\s+['"](haml|haml-rails|hamlit|hamlit-rails|slim|slim-rails|jbuilder|jb|rabl|rabl-rails|prawn-rails|liquid|phlex-rails|view_component|inertia_rails)['"]/m.test(
    gems,
  );
}

const templates = new WeakMap<Code, ReadonlySet<string>>();

/** Paths of templates without their endings. */
function templatesOf(code: Code): ReadonlySet<string> {
  const known = templates.get(code);
  if (known !== undefined) return known;
  const found = new Set<string>();
  for (const path of code.program.repository.files.keys())
    if (path.includes('app/views/')) found.add(path.replace(/\.[^/]*$/, ''));
  templates.set(code, found);
  return found;
}
