import { folderOf } from '../../file-paths.ts';
import type { PhpCodebase } from '../codebase.ts';

/** `@FooBundle/Resources/…` lies beside the class of the bundle. */
export function bundlePath(codebase: PhpCodebase, resource: string): string | undefined {
  const match = /^@(\w+)\/?(.*)$/.exec(resource);
  if (match === null) return undefined;
  const [, bundle = '', rest = ''] = match;
  const file = codebase.sources.find(
    ({ path }) => path.endsWith(`/${bundle}.php`) || path.endsWith(`/${bundle}Bundle.php`),
  );
  return file === undefined ? undefined : `/${folderOf(file.path)}/${rest}`;
}
