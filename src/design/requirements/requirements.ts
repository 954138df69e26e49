import type { Brief, Contradiction, Objective } from '../../model/brief.ts';
import type { Json, Origin, Quantity, Sourced } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import type { Requirement, Requirements } from '../../model/requirements.ts';
import type { Domain } from '../domain.ts';

/**
 * Everything the brief asks for, one item each, with ids that deliverables and gates refer to (`capability/auth`,
 * `objective/checkout`, `constraint/database`). Only what somebody said is a requirement; what was assumed is in the
 * register, which is filled when the design is finished. `found` are contradictions that only the sized design shows.
 */
export function designRequirements(
  brief: Brief,
  domain: Domain,
  found: readonly Contradiction[] = [],
): Requirements {
  const { constraints, policies } = brief;
  const { teamSize, oncall, budget, deadline } = constraints;
  const isAccepted = ({ id }: Contradiction): boolean =>
    brief.unread.some(({ text }) => text === acceptance(id));
  return {
    items: unique([
      ...scope(brief),
      ...capabilities(brief, domain),
      ...objectives(brief),
      ...constraintItems(brief),
      ...policyItems(brief),
      ...brief.fragment.integrations.map(({ id, kind, style, origin }) =>
        item('integration', id, `Talk to ${id} (${kind}, ${style})`, origin),
      ),
      ...policies.compliance.map(({ value, origin }) =>
        item('compliance', value, `Comply with ${value}`, origin),
      ),
    ]),
    objectives: brief.objectives,
    must: constraints.must,
    avoid: constraints.avoid,
    ...(teamSize === undefined ? {} : { teamSize }),
    ...(oncall === undefined ? {} : { oncall }),
    ...(budget === undefined ? {} : { budget }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(policies.residency === undefined ? {} : { residency: policies.residency }),
    compliance: policies.compliance,
    pins: brief.pins,
    assumptions: [],
    questions: brief.questions,
    contradictions: [
      ...brief.contradictions,
      ...found.map((one) => (isAccepted(one) ? { ...one, accepted: true } : one)),
    ],
    unread: brief.unread.filter(({ text }) => !found.some(({ id }) => text === acceptance(id))),
  };
}

/** How the reader tells an accepted contradiction that it has not found: one that only the sized design shows. */
const acceptance = (id: string): string => `accept: ${id}`;

const item = (kind: Requirement['kind'], subject: string, text: string, origin: Origin): Requirement => ({
  id: `${kind}/${subject}`,
  kind,
  text,
  origin,
});

/** Two statements on one subject are one requirement that says both. */
function unique(items: readonly Requirement[]): readonly Requirement[] {
  const byId = new Map<string, Requirement>();
  for (const one of items) {
    const earlier = byId.get(one.id);
    const text =
      earlier === undefined || earlier.text === one.text ? one.text : `${earlier.text}; ${one.text}`;
    byId.set(one.id, earlier === undefined ? one : { ...earlier, text });
  }
  return [...byId.values()];
}

function valueText(value: Json): string {
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isSaid = ({ kind }: Origin): boolean => kind !== 'assumed' && kind !== 'default' && kind !== 'derived';

function scope({ system, fragment }: Brief): readonly Requirement[] {
  const origin: Origin = { kind: 'given', path: 'system' };
  const about = system.about === undefined ? '' : `: ${system.about}`;
  const stage = system.stage === 'existing' ? ', changing what exists' : '';
  return [
    item('scope', 'system', `Design the backend of ${system.name}${stage}${about}`, origin),
    ...fragment.entities.map((entity) => item('scope', entity.name, `Hold ${entity.name}`, entity.origin)),
    ...fragment.flows.map((flow) => item('scope', flow.id, `Run the flow ${flow.name}`, flow.origin)),
  ];
}

/** Packs that were asked for, and contexts that the brief brings itself. */
function capabilities({ packs, fragment }: Brief, { contexts }: Domain): readonly Requirement[] {
  const asked = packs.filter(({ origin }) => isSaid(origin));
  const own = fragment.entities.filter(({ context }) => !packs.some(({ id }) => id === context));
  return [
    ...asked.map(({ id, title, origin, options }) => {
      const chosen = Object.entries(options)
        .filter(([, option]) => isSaid(option.origin))
        .map(([name, { value }]) => `${name} ${valueText(value)}`);
      return item(
        'capability',
        id,
        `${title}${chosen.length === 0 ? '' : ` (${chosen.join('; ')})`}`,
        origin,
      );
    }),
    ...own.map(({ context, origin }) =>
      item('capability', context, contexts.find(({ id }) => id === context)?.name ?? context, origin),
    ),
  ];
}

function objectives(brief: Brief): readonly Requirement[] {
  const said = brief.fragment.workloads.find(({ origin }) => origin.kind === 'given');
  const users = brief.crowd?.users ?? brief.fragment.workloads.find(({ usersSaid }) => usersSaid)?.usersSaid;
  return [
    ...(users === undefined ? [] : [item('objective', 'users', `Serve ${users.value} users`, users.origin)]),
    ...(said === undefined
      ? []
      : [item('objective', 'load', 'Carry the workloads of the brief', said.origin)]),
    ...brief.objectives.flatMap(objectiveItems),
  ];
}

/** Latency and availability belong to a workload; loss, recovery, consistency and throughput are subjects of their own. */
function objectiveItems(objective: Objective): readonly Requirement[] {
  const { id, latency, availability, rpo, rto, consistency, throughput } = objective;
  const where = objective.workload === '*' ? 'everywhere' : objective.workload;
  const speed =
    latency !== undefined && isSaid(latency.limit.origin)
      ? { text: `p${latency.percentile} below ${quantityText(latency.limit)}`, origin: latency.limit.origin }
      : undefined;
  const up =
    availability !== undefined && isSaid(availability.origin)
      ? { text: `available ${quantityText(availability)} of 30 days`, origin: availability.origin }
      : undefined;
  const first = speed ?? up;
  const words = [speed, up].flatMap((part) => (part === undefined ? [] : [part.text]));
  const single = (subject: string, value: Quantity | undefined, text: (value: Quantity) => string) =>
    value === undefined || !isSaid(value.origin)
      ? []
      : [item('objective', subject, `${where}: ${text(value)}`, value.origin)];
  return [
    ...(first === undefined ? [] : [item('objective', id, `${where}: ${words.join(', ')}`, first.origin)]),
    ...single('rpo', rpo, (value) =>
      value.value === 0 ? 'lose no data' : `lose at most ${quantityText(value)} of data`,
    ),
    ...single('rto', rto, (value) => `be back within ${quantityText(value)}`),
    ...single('throughput', throughput, (value) => `carry ${quantityText(value)}`),
    ...(consistency === undefined
      ? []
      : [item('objective', 'consistency', `${where}: ${consistency.value} consistency`, consistency.origin)]),
  ];
}

function constraintItems({ constraints, pins }: Brief): readonly Requirement[] {
  const { must, avoid, wishes, teamSize, oncall, budget, deadline } = constraints;
  const list = (
    subject: string,
    verb: string,
    values: readonly Sourced<string>[],
  ): readonly Requirement[] => {
    const [first] = values;
    return first === undefined
      ? []
      : [item('constraint', subject, `${verb} ${values.map(({ value }) => value).join(', ')}`, first.origin)];
  };
  return [
    ...Object.entries(must).map(([topic, { value, origin }]) =>
      item('constraint', topic, `Use ${value} as ${topic}`, origin),
    ),
    ...pins.map(({ topic, choose, because, origin }) =>
      item('constraint', topic, `Choose ${choose} as ${topic}, because ${because}`, origin),
    ),
    ...list('avoid', 'Do without', avoid),
    ...list('wishes', 'Weigh', wishes),
    ...(teamSize === undefined
      ? []
      : [item('constraint', 'team', `Fit a team of ${quantityText(teamSize)}`, teamSize.origin)]),
    ...(oncall === undefined
      ? []
      : [
          item(
            'constraint',
            'team',
            oncall.value ? 'somebody is on call' : 'nobody is on call',
            oncall.origin,
          ),
        ]),
    ...(budget === undefined
      ? []
      : [item('constraint', 'budget', `Cost at most ${quantityText(budget)} to run`, budget.origin)]),
    ...(deadline === undefined
      ? []
      : [item('constraint', 'deadline', `Be ready by ${deadline.value}`, deadline.origin)]),
  ];
}

function policyItems(brief: Brief): readonly Requirement[] {
  const { residency, classes, erase, limits } = brief.policies;
  const [rule] = brief.fragment.access;
  return [
    ...(rule === undefined
      ? []
      : [
          item(
            'policy',
            'access',
            `Enforce ${brief.fragment.access.length} access rules of the brief`,
            rule.origin,
          ),
        ]),
    ...(residency === undefined
      ? []
      : [item('policy', 'residency', `Keep data in ${residency.value}`, residency.origin)]),
    ...classes.map(({ class: name, fields, origin }) =>
      item(
        'policy',
        'classes',
        fields.length === 0 ? `Hold no ${name} data` : `Treat ${fields.join(', ')} as ${name}`,
        origin,
      ),
    ),
    ...(erase === undefined
      ? []
      : [item('policy', 'erase', `Erase personal data within ${quantityText(erase)}`, erase.origin)]),
    ...limits.map(({ role, rate }) =>
      item('policy', 'limits', `Limit ${role} to ${quantityText(rate)}`, rate.origin),
    ),
    ...retention(brief),
  ];
}

/** Entities kept equally long are told together. */
function retention({ packs, fragment }: Brief): readonly Requirement[] {
  const kept = [...packs.map((pack) => pack.fragment), fragment]
    .flatMap(({ entities }) => entities)
    .flatMap(({ name, retention: time }) =>
      time === undefined || !isSaid(time.origin)
        ? []
        : [{ name, time: quantityText(time), origin: time.origin }],
    );
  return [...new Set(kept.map(({ time }) => time))].flatMap((time) => {
    const same = kept.filter((one) => one.time === time);
    const names = same.map(({ name }) => name).join(', ');
    return same
      .slice(0, 1)
      .map(({ origin }) => item('policy', 'retention', `Keep ${names} for ${time}`, origin));
  });
}
