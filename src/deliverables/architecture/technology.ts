import { names, section, source, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import type { Technology } from '../../model/architecture.ts';
import { requirementsAbout } from '../requirements.ts';

/** Languages and frameworks are renewed with the code; what runs on its own must not outlive its fixes. */
const runs = (role: Technology['role']): boolean => role !== 'language' && role !== 'framework';

/** What the system is built with. The item counts only when nothing that matters about a choice is left open. */
export function technology({ backend }: Basis): Section | undefined {
  const chosen = backend.stack.filter(({ role }) => role !== 'library');
  const libraries = backend.stack.filter(({ role }) => role === 'library');
  const whole = chosen.every(
    ({ role, version, licence, supportEnd }) =>
      version !== undefined && licence !== undefined && (supportEnd !== undefined || !runs(role)),
  );
  return section(
    {
      id: 'technology',
      title: 'Technology',
      items: whole && chosen.length > 0 ? ['1.8'] : [],
      answers: requirementsAbout(backend, 'constraint', [
        'language',
        'runtime',
        'framework',
        'database',
        'cache',
        'broker',
        'search',
        'hosting',
        'avoid',
      ]),
    },
    table(
      ['role', 'choice', 'version', 'licence', 'support ends', 'alternatives', 'source'],
      chosen.map(({ role, name, version, licence, supportEnd, alternatives, origin }) => [
        role,
        name,
        version ?? 'not known',
        licence ?? 'not known',
        supportEnd ?? 'not known',
        names(alternatives ?? []),
        source(origin),
      ]),
    ),
    table(
      ['library', 'version', 'licence', 'source'],
      libraries.map(({ name, version, licence, origin }) => [
        name,
        version ?? 'not known',
        licence ?? 'not known',
        source(origin),
      ]),
    ),
  );
}
