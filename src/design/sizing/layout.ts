import type { OptionShape } from '../../model/decision.ts';

/** Something deployed on its own that answers requests for its contexts, with the database it owns or shares. */
export interface Unit {
  readonly id: string;
  readonly contexts: readonly string[];
  readonly database: string;
}

export interface Layout {
  readonly units: readonly Unit[];
  readonly databases: readonly string[];
  /** Background work has processes of its own. */
  readonly worker: boolean;
}

/** One process for everything, or one process and one database for each context. */
export function layoutOf({ style }: OptionShape, contexts: readonly string[]): Layout {
  switch (style) {
    case 'modular-monolith':
    case 'monolith-with-workers':
      return {
        units: [{ id: 'api', contexts, database: 'database' }],
        databases: ['database'],
        worker: style === 'monolith-with-workers',
      };
    case 'services-per-context': {
      const units = contexts.map((context) => ({
        id: `${context}-service`,
        contexts: [context],
        database: `${context}-database`,
      }));
      return { units, databases: units.map(({ database }) => database), worker: false };
    }
  }
}

/** The unit of a context; one nobody owns falls to the first. */
export const unitOf = ({ units }: Layout, context: string): Unit | undefined =>
  units.find(({ contexts }) => contexts.includes(context)) ?? units[0];
