import { couplingOf } from '../../migration/coupling/coupling.ts';
import type { Coupling } from '../../migration/coupling/coupling.ts';
import { kindWeights } from '../../migration/seams/graph.ts';
import { seamsOf } from '../../migration/seams/seams.ts';
import type { CandidateContext, Seams } from '../../migration/seams/seams.ts';
import { wishesOf } from '../../migration/seams/wishes.ts';
import type { Backend } from '../../model/backend.ts';
import type { Json, Quantity, Unit } from '../../model/origin.ts';
import { count, figure, judgement, list, names, paragraph, section, table, warning } from '../blocks.ts';
import { cappedLines, cappedTable } from '../capped.ts';
import type { Artifact, Basis, Block, Cell, Section } from '../deliverable.ts';
import { crossingSections } from './crossings.ts';
import { seamMap } from './seam-map.ts';

const seamsPath = '1-architecture/seams.json';

/** Fewer tables than that are one context, whatever ties them. */
const fewest = 6;

interface Chapter {
  readonly sections: readonly (Section | undefined)[];
  readonly artifacts: readonly Artifact[];
}

/**
 * Where a backend that was read could be cut into contexts, what each would hold, and what the cut goes through; or
 * why nothing was cut. The file has everything that the chapter shows, without its limits.
 */
export function seams({ backend: whole }: Basis): Chapter {
  const backend = whole.migration?.legacy ?? whole;
  if (backend.source !== 'recovered') return { sections: [], artifacts: [] };
  const coupling = couplingOf(backend);
  const silence = reasonForNone(coupling);
  if (silence !== undefined) return without(paragraph(silence));
  const found = seamsOf(coupling, wishesOf(whole.requirements.pins));
  if (found.kind === 'contradictory')
    return without(
      paragraph('Nothing was cut: decisions of the brief about tables cannot hold together.'),
      list(found.contradictions),
    );
  return {
    sections: [candidates(backend, coupling, found), scores(found), ...crossingSections(found, seamsPath)],
    artifacts: [{ path: seamsPath, text: seamsText(found), lost: [], items: [] }],
  };
}

const without = (...blocks: readonly Block[]): Chapter => ({
  sections: [section({ id: 'seams', title: 'Seams' }, ...blocks)],
  artifacts: [],
});

function seamsText({ contexts, crossings, score, everywhere, untied }: Seams): string {
  const json: Json = {
    schemaVersion: 1,
    contexts: contexts.map(({ score: own, ...context }) => ({ ...context, score: { ...own } })),
    score: { ...score },
    crossings: crossings.map((crossing) => ({ ...crossing })),
    everywhere,
    untied,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}

function reasonForNone({ tables, statements, ties }: Coupling): string | undefined {
  if (tables.length === 0) return 'No seams were looked for: no table is known.';
  if (tables.length < fewest)
    return `No seams were looked for: ${tables.length} ${tables.length === 1 ? 'table is' : 'tables are'} one context, whatever ties them (from ${fewest} on they are weighed).`;
  if (statements === 0)
    return `No seams were looked for: of the ${tables.length} tables no statement of the code is known, so nothing tells what is written together.`;
  return ties.length === 0
    ? `No seams were looked for: nothing ties any two of the ${tables.length} tables.`
    : undefined;
}

function candidates(backend: Backend, coupling: Coupling, found: Seams): Section | undefined {
  const { contexts, untied, everywhere } = found;
  const unreached = coupling.entries.filter(({ kind }) => kind === 'code').length;
  return section(
    { id: 'seams', title: 'Candidate contexts', items: contexts.length > 0 ? ['1.5'] : [] },
    paragraph(introduction(coupling, found)),
    contexts.length > 1 ? figure(seamMap(backend, found)) : undefined,
    ...cappedTable(
      ['context', 'tables', 'endpoints and jobs', 'cohesion', 'coupling', 'ICP', 'IFN', 'decided by'],
      contexts.map((context) => contextRow(context)),
      seamsPath,
      40,
    ),
    everywhere.length === 0
      ? undefined
      : paragraph(
          `Touched by statements that nearly everything reaches, which tie nothing here: ${cappedLines(everywhere, 30).join(', ')}. Whoever owns them serves all.`,
        ),
    untied.length === 0
      ? undefined
      : paragraph(
          `Not placed, as no statement and no key names them (${untied.length}): ${cappedLines(untied, 30).join(', ')}.`,
        ),
    unreached === 0
      ? undefined
      : warning(
          `Of ${unreached} functions with statements no endpoint and no job is known that reaches them. They count for the ties, but are listed with no context.`,
        ),
    judgement(
      'A cut follows from what code does with tables. Which language people speak, who owns what and what may change together is not in the code: a decision of a brief (`topic: tables together as <name>` or `topic: tables apart`, `choose:` the tables by comma) holds against the ties.',
    ),
  );
}

function introduction({ tables, statements, entries }: Coupling, { contexts }: Seams): string {
  const of = `${statements} statements of ${entries.length} entries on ${tables.length} tables`;
  const weighed = `A transaction counts ${kindWeights['written-in-transaction']}, writing together ${kindWeights['written-together']}, a foreign key ${kindWeights['foreign-key']} and joint use ${kindWeights['used-together']}, each less the more else either table is used for.`;
  return contexts.length === 1
    ? `The tables are one context: ${of} tie them so that no cut is much better than chance (modularity below 0.3). ${weighed}`
    : `${contexts.length} candidates, from ${of}. ${weighed} An entry stands where it writes most, one that only reads where it reads most.`;
}

function contextRow({ name, tables, entries, score, pinned }: CandidateContext): readonly Cell[] {
  return [
    name,
    names(cappedLines(tables, 24)),
    entries.length === 0 ? '–' : `${entries.length}: ${cappedLines(entries, 5).join(', ')}`,
    figureOf(score.cohesion, 'count', `edges inside of ${name} / tables²`),
    figureOf(
      score.coupling,
      'count',
      `mean of edges to each other context / (2 · tables · tables) of ${name}`,
    ),
    figureOf(score.icp, 'ratio', `calls across / all calls of ${name}`),
    count(score.ifn, `tables of ${name} that entries of others use`),
    pinned ? 'the brief' : 'ties',
  ];
}

const figureOf = (value: number, unit: Unit, rule: string): Quantity => ({
  value,
  unit,
  origin: { kind: 'derived', rule, from: ['tables, ties and statements of the model'] },
});

function scores({ contexts, score }: Seams): Section | undefined {
  if (contexts.length < 2) return undefined;
  const rows: readonly (readonly Cell[])[] = [
    [
      'SM, structural modularity',
      figureOf(score.sm, 'count', 'mean cohesion − mean coupling'),
      'more',
      'edges inside / tables², less edges between / (2 · tables · tables); an edge is a pair of tables that anything ties',
    ],
    [
      'ICP, calls across',
      figureOf(score.icp, 'ratio', 'calls across / all calls'),
      'less',
      'statements of an entry on a table of another context, of all statements',
    ],
    [
      'IFN, interfaces',
      figureOf(score.ifn, 'count', 'mean of the interfaces of each context'),
      'less',
      'tables that entries of other contexts use, on average of the contexts',
    ],
    [
      'NED, usual sizes',
      figureOf(score.ned, 'ratio', 'tables in contexts of 5 to 20 / all tables'),
      'more',
      'tables that are in a context of 5 to 20',
    ],
  ];
  return section(
    { id: 'seam-scores', title: 'How good the cut is' },
    table(['figure', 'this cut', 'better', 'what it counts'], rows),
    sources(),
  );
}

const sources = (): Block =>
  paragraph(
    'SM and IFN: Jin et al., "Service Candidate Identification from Monolithic Systems Based on Execution Traces", IEEE TSE 2021. ICP and NED: Kalia et al., "Mono2Micro", ESEC/FSE 2021. There a class is what here is a table.',
  );
