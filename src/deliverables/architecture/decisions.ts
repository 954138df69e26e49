import { anchor, code, document, link, list, names, paragraph, section, source, table } from '../blocks.ts';
import type { Basis, Block, Document, Section } from '../deliverable.ts';
import type { Decision } from '../../model/decision.ts';
import { requirementsAbout } from '../requirements.ts';

const pathOf = ({ id }: Decision): string => `1-architecture/decisions/${anchor(id)}.md`;

/** arc42 chapter 9: the list of decisions; each has a document of its own. */
export function decisionIndex({ backend }: Basis): Section | undefined {
  const decisions = backend.design?.decisions ?? [];
  const confirmed = decisions.filter(({ confirmation }) => confirmation.length > 0).length;
  return section(
    {
      id: 'decisions',
      title: 'Decisions',
      items: confirmed > 0 ? ['1.11'] : [],
      answers: requirementsAbout(backend, 'constraint', [
        'pins',
        ...backend.requirements.pins.map(({ topic }) => topic),
      ]),
    },
    table(
      ['decision', 'status', 'outcome', 'confirmed by', 'revisit'],
      decisions.map((decision) => [
        link(decision.title, `${pathOf(decision)}#decision`),
        decision.status,
        decision.outcome,
        decision.confirmation.length === 0 ? 'nothing that runs' : names(decision.confirmation),
        decision.revisit,
      ]),
    ),
  );
}

/** One document per decision with the sections of MADR 4. */
export function decisionDocuments({ backend, outcomes }: Basis): readonly Document[] {
  const settled = new Set(outcomes.map(({ claim }) => claim));
  return (backend.design?.decisions ?? []).flatMap((decision) => {
    const { context, drivers, considered, outcome, consequences, confirmation, revisit } = decision;
    return document(pathOf(decision), decision.title, [
      section(
        { id: 'decision', title: 'Context and problem statement' },
        code('yaml', `status: ${decision.status}\nid: ${decision.id}`),
        paragraph(context),
      ),
      section({ id: 'drivers', title: 'Decision drivers' }, list(drivers)),
      section(
        { id: 'considered', title: 'Considered options' },
        list(considered.map(({ option }) => option)),
      ),
      section(
        { id: 'outcome', title: 'Decision outcome' },
        paragraph(outcome),
        paragraph(`Source: ${source(decision.origin)}.`),
      ),
      section({ id: 'consequences', title: 'Consequences' }, list(consequences)),
      section({ id: 'confirmation', title: 'Confirmation' }, ...confirmationBlocks(confirmation, settled)),
      section(
        { id: 'pros-and-cons', title: 'Pros and cons of the options' },
        table(
          ['option', 'for', 'against'],
          considered.map(({ option, pros, cons }) => [option, names(pros), names(cons)]),
        ),
      ),
      section({ id: 'more', title: 'More information' }, paragraph(`Revisit: ${revisit}`)),
    ]);
  });
}

/** Claims are shown with their verdict; what is no claim of this run is a rule. */
function confirmationBlocks(
  confirmation: readonly string[],
  settled: ReadonlySet<string>,
): readonly (Block | undefined)[] {
  const claims = confirmation.filter((id) => settled.has(id));
  const rules = confirmation.filter((id) => !settled.has(id));
  return [
    rules.length === 0 ? undefined : list(rules.map((rule) => `\`${rule}\` must stay silent or hold`)),
    claims.length === 0 ? undefined : { kind: 'claims', ids: claims },
  ];
}
