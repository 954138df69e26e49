import type { Backend } from '../model/backend.ts';
import { c4Model } from './c4.ts';
import type { C4Element, C4Model, C4Relation } from './c4.ts';
import type { Emitted } from './emitted.ts';

const specification = `specification {
  element actor {
    style { shape person }
  }
  element system
  element external {
    style { color muted }
  }
  element container
  element store {
    style { shape storage }
  }
  element queue {
    style { shape queue }
  }
  element component
  relationship async {
    line dashed
  }
  deploymentNode environment
  deploymentNode zone
}
`;

/** The architecture as a LikeC4 model with views for context, containers, each critical flow, and deployment. */
export function likeC4Model(backend: Backend): Emitted {
  const c4 = c4Model(backend);
  const text = [specification, model(c4, backend), deployment(c4), views(c4, backend)].filter(
    (part) => part !== '',
  );
  return { text: text.join('\n'), lost: c4.lost };
}

const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;

function model(c4: C4Model, backend: Backend): string {
  const outside = c4.elements.filter(({ parent }) => parent === undefined);
  return [
    'model {',
    ...outside.map((element) => printElement(element, c4, '  ')),
    `  ${c4.system} = system ${literal(backend.name)} {`,
    ...c4.elements
      .filter(({ parent }) => parent === c4.system)
      .map((element) => printElement(element, c4, '    ')),
    '  }',
    ...c4.relations.map((relation) => `  ${printRelation(relation)}`),
    '}',
    '',
  ].join('\n');
}

function printElement(element: C4Element, c4: C4Model, indent: string): string {
  const kind = element.kind === 'person' ? 'actor' : element.kind;
  const inner = c4.elements.filter(({ parent }) => parent === element.path);
  const body = [
    ...(element.technology === '' ? [] : [`${indent}  technology ${literal(element.technology)}`]),
    ...(element.description === '' ? [] : [`${indent}  description ${literal(element.description)}`]),
    ...inner.map((each) => printElement(each, c4, `${indent}  `)),
  ];
  const head = `${indent}${element.id} = ${kind} ${literal(element.title)}`;
  return body.length === 0 ? head : `${head} {\n${body.join('\n')}\n${indent}}`;
}

function printRelation(relation: C4Relation): string {
  const arrow = relation.synchronous ? '->' : '-[async]->';
  const technology =
    relation.technology === '' ? '' : ` {\n    technology ${literal(relation.technology)}\n  }`;
  return `${relation.from} ${arrow} ${relation.to} ${literal(relation.title)}${technology}`;
}

function deployment(c4: C4Model): string {
  if (c4.zones.length === 0) return '';
  const nodes = c4.zones.map(
    ({ title, runs }, at) =>
      `    zone${at + 1} = zone ${literal(title)} {\n${runs.map((path) => `      instanceOf ${path}`).join('\n')}\n    }`,
  );
  return `deployment {\n  production = environment 'production' {\n${nodes.join('\n')}\n  }\n}\n`;
}

function views(c4: C4Model, backend: Backend): string {
  const flows = c4.flows.filter(({ steps }) => steps.length > 0);
  return [
    'views {',
    `  view index {\n    title ${literal(`${backend.name}: context`)}\n    include *\n  }`,
    `  view containers of ${c4.system} {\n    title ${literal(`${backend.name}: containers`)}\n    include *\n  }`,
    ...flows.map(
      ({ id, title, steps }) =>
        `  dynamic view ${id} {\n    title ${literal(title)}\n${steps
          .map((step) => `    ${step.from} -> ${step.to} ${literal(step.title)}`)
          .join('\n')}\n  }`,
    ),
    ...(c4.zones.length === 0
      ? []
      : [
          `  deployment view production_view {\n    title ${literal(`${backend.name}: deployment`)}\n    include production.**\n  }`,
        ]),
    '}',
    '',
  ].join('\n');
}
