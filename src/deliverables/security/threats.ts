import {
  codeCell,
  count,
  figure,
  judgement,
  list,
  names,
  paragraph,
  section,
  table,
  titles,
  unknown,
} from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import { uniqueAnchors } from '../anchors.ts';
import { codeThreatSections } from './code-threats/page.ts';
import type { DecidedThreat } from './code-threats/threat.ts';
import { boundariesOf, categories, dataFlowDiagram, elements } from './data-flow.ts';
import type { Element, Stride } from './data-flow.ts';
import { touchesSecurity } from './remediation.ts';
import { placeOf, risks } from './risk.ts';
import type { Risk } from './risk.ts';
import { sortFindings } from '../../findings/finding.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Backend } from '../../model/backend.ts';

const letters: readonly Stride[] = ['S', 'T', 'R', 'I', 'D', 'E'];
export const otmPath = '3-security/threats.otm.json';

/** Data flow, STRIDE on each of its elements, and every threat with rating, treatment and what is left. */
export function threatModel(
  basis: Basis,
  decided: readonly DecidedThreat[],
): readonly (Section | undefined)[] {
  const { backend } = basis;
  const found = risks(backend);
  const whole = found.length + decided.length > 0 && elements(backend).length > 0;
  return [
    section(
      {
        id: 'data-flow',
        title: 'Data flow and trust boundaries',
        items: whole ? ['3.1'] : [],
        answers: requirementsAbout(backend, 'policy', ['security']),
      },
      figure(dataFlowDiagram(backend)),
      boundariesOf(backend).length === 0
        ? unknown('No trust boundary is known: where the network ends and who may reach what was not found.')
        : undefined,
    ),
    decided.length > 0 ? undefined : perElement(backend, found),
    ...codeThreatSections(decided, otmPath),
    ...register(backend, found),
    leftOver(found),
    openFindings(basis),
  ];
}

function perElement(backend: Backend, found: readonly Risk[]): Section | undefined {
  const all = elements(backend);
  if (found.length === 0 && !all.some(({ connection }) => typeof connection?.encrypted === 'boolean'))
    return undefined;
  const placed = found.map((risk) => ({ risk, at: placeOf(backend, all, risk.threat) }));
  const rows = all.map((element): readonly Cell[] => [
    element.title,
    element.kind,
    ...letters.map((letter) => {
      if (!categories[element.kind].includes(letter)) return '·';
      const own = placed.filter(({ risk, at }) => at === element.id && risk.threat.stride === letter);
      return strideCell(
        element,
        letter,
        own.map(({ risk }) => risk),
      );
    }),
  ]);
  return section(
    { id: 'stride', title: 'STRIDE by element' },
    paragraph(
      'S spoofing, T tampering, R repudiation, I information disclosure, D denial of service, E elevation of privilege. `·`: cannot hit this kind of element; `–`: nothing recorded.',
    ),
    ...cappedTable(['element', 'kind', ...letters], rows, otmPath),
    judgement('Which threats exist is knowledge of packs and rules; an empty cell is no proof of safety.'),
  );
}

function strideCell({ connection }: Element, letter: Stride, own: readonly Risk[]): string {
  if (own.length > 0) {
    const open = own.filter(({ treatment }) => treatment === 'open').length;
    return open === 0 ? `${own.length} treated` : `${own.length}, ${open} open`;
  }
  if (connection === undefined) return '–';
  if (letter === 'D')
    return connection.timeout === undefined && connection.circuitBreaker !== true ? '–' : 'timeout';
  if (connection.encrypted === true) return 'encrypted';
  return connection.encrypted === false ? 'in clear' : 'not known';
}

/** One table of threats for each context, worst first. */
function register(backend: Backend, found: readonly Risk[]): readonly (Section | undefined)[] {
  const contexts = [...new Set(found.map(({ threat }) => threat.context))];
  const anchors = uniqueAnchors(contexts);
  return contexts.map((context) =>
    section(
      {
        id: `threats-${anchors.get(context) ?? context}`,
        title: `Threats: ${backend.architecture.contexts.find(({ id }) => id === context)?.name ?? context}`,
        answers: requirementsAbout(backend, 'capability', [context]),
      },
      table(
        ['threat', 'STRIDE', 'aims at', 'weakness', 'rating', 'treatment', 'residual'],
        found
          .filter(({ threat }) => threat.context === context)
          .toSorted((a, b) => b.rating.value - a.rating.value)
          .map(({ threat, rating, residual, controls, missing }): readonly Cell[] => [
            threat.title,
            threat.stride,
            threat.target,
            threat.cwe ?? '–',
            rating,
            controls.length === 0
              ? 'none yet'
              : `mitigate: ${titles([...controls.map(({ title }) => title), ...missing.map((id) => `${id} (not described)`)])}`,
            residual,
          ]),
      ),
    ),
  );
}

function leftOver(found: readonly Risk[]): Section | undefined {
  const open = found.filter(({ treatment }) => treatment === 'open');
  const high = found.filter(({ residual, treatment }) => treatment !== 'open' && residual.value >= 6);
  if (found.length === 0) return undefined;
  return section(
    { id: 'residual', title: 'What is left' },
    list([
      open.length === 0
        ? 'Every recorded threat has a control.'
        : `Without a control: ${titles(open.map(({ threat }) => threat.title))}. Somebody has to accept or treat each by name.`,
      high.length === 0
        ? 'No treated threat keeps a rating of 6 or more.'
        : `Still rated 6 or more after treatment: ${titles(high.map(({ threat }) => threat.title))}.`,
    ]),
    judgement(
      'Ratings are 1 to 9 (likelihood × impact, each 1 to 3). Each control is taken to lower the likelihood by one step: a rule of thumb, to be replaced by what tests and incidents show.',
    ),
  );
}

/** Faults that rules found and that a security standard names, one row a rule: the threats of a backend that was read. */
function openFindings({ findings }: Basis): Section | undefined {
  const own = sortFindings(findings.filter(touchesSecurity));
  const byRule = new Map<string, Finding[]>();
  for (const finding of own) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return section(
    { id: 'findings', title: 'Findings that touch security' },
    ...cappedTable(
      ['rule', 'severity', 'CVSS-B', 'findings', 'for example', 'next', 'standards'],
      [...byRule.entries()].flatMap(([rule, found]): readonly (readonly Cell[])[] => {
        const [first] = found;
        if (first === undefined) return [];
        const { severity, what, next, standards } = first;
        return [
          [
            codeCell(rule),
            severity,
            scoreOf(found),
            count(found.length, `findings of ${rule}`),
            what,
            next,
            names(standards),
          ],
        ];
      }),
      'findings.sarif',
    ),
  );
}

/** The highest base score of a rule's findings; nothing where none of them has a vector. */
function scoreOf(found: readonly Finding[]): string {
  const scores = found.flatMap(({ vulnerability }) => vulnerability?.score ?? []);
  return scores.length === 0 ? '–' : Math.max(...scores).toFixed(1);
}
