import type { Brief } from '../../model/brief.ts';
import type { DataModel } from '../../model/data.ts';

type Engine = NonNullable<DataModel['engine']>;

/** PostgreSQL unless the brief demands or pins another; a version it names is kept. */
export function engineOf({ constraints, pins }: Brief): Engine {
  const must = constraints.must['database'];
  const pin = pins.find(({ topic }) => topic === 'database');
  const said = must ?? (pin && { value: pin.choose, origin: pin.origin });
  if (said === undefined)
    return {
      name: 'postgresql',
      version: '18',
      origin: {
        kind: 'derived',
        rule: 'one relational engine keeps rows, constraints, policies, queues and text search',
        from: ['nobody asked for another'],
      },
    };
  const [, name = said.value, version] = /^([a-z ]+?)[\s@:-]*(\d[\d.]*)?$/i.exec(said.value.trim()) ?? [];
  const lower = name.trim().toLowerCase();
  const isPostgres = /^postgres(ql)?$/.test(lower);
  const known = version ?? (isPostgres ? '18' : undefined);
  return {
    name: isPostgres ? 'postgresql' : lower,
    ...(known !== undefined && { version: known }),
    origin: said.origin,
  };
}
