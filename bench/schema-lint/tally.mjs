import { reasonFor } from './reasons.mjs';

/** Whether a finding speaks of an item: its table or the habit of all tables, and the name of the part. */
function speaksOf(finding, item) {
  const words = [
    finding.subject,
    finding.what,
    ...finding.evidence.flatMap((one) => (one.kind === 'computed' ? [one.words] : [])),
  ].join(' ');
  const has = (name) =>
    new RegExp(`(^|[^\\w-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\w-])`).test(words);
  if (item.key !== undefined)
    return has(`${item.table}(${item.key.join(', ')})`) || (has(item.table) && item.key.every(has));
  if (item.any !== undefined)
    return (
      item.any.some(has) &&
      (item.table === '' || item.any.length > 1 || has(item.table) || item.type !== undefined)
    );
  return has(item.table);
}

function rootOf({ table, any }, parents) {
  let at = table;
  while (parents.has(at)) at = parents.get(at);
  return at === table ? undefined : { table: at, ...(any?.[0] === table ? { any: [at] } : {}) };
}

/** Expected and met items a check; what is missed for a stated reason is counted apart. */
export class Tally {
  rows = new Map();
  missed = 0;
  lines = [];

  /** `parents` tells the table a partition belongs to: what is told of it is told of the partition. */
  add(name, check, items, findings, backend, parents = new Map()) {
    const row = this.rows.get(check.id) ?? { expected: 0, met: 0, refused: 0, missed: 0, alone: 0 };
    this.rows.set(check.id, row);
    for (const item of items) {
      row.expected += 1;
      const ofParent = rootOf(item, parents);
      if (findings.some((finding) => speaksOf(finding, item) || (ofParent && speaksOf(finding, ofParent)))) {
        row.met += 1;
        continue;
      }
      const reason = reasonFor(check.id, item, backend);
      if (reason === undefined) {
        row.missed += 1;
        this.missed += 1;
      } else row.refused += 1;
      this.lines.push(
        `${reason === undefined ? 'MISSED' : 'not told'} ${check.id} ${item.text} (${name})${reason === undefined ? '' : `: ${reason}`}`,
      );
    }
    if (items.length === 0 && findings.length > 0) {
      row.alone += 1;
      this.lines.push(
        `alone ${check.id} ${findings.map(({ rule, subject }) => `${rule}@${subject}`).join('; ')} (${name})`,
      );
    }
  }

  print(show) {
    console.log('check'.padEnd(64), 'expected   met  not told on purpose  missed  databases with ours alone');
    const total = { expected: 0, met: 0, refused: 0, missed: 0, alone: 0 };
    for (const [id, row] of [...this.rows].sort(([a], [b]) => (a < b ? -1 : 1))) {
      for (const key of Object.keys(total)) total[key] += row[key];
      console.log(line(id, row));
    }
    console.log(line('all', total));
    if (show) for (const text of this.lines) console.log(text);
  }
}

const line = (id, { expected, met, refused, missed, alone }) =>
  `${id.padEnd(64)} ${String(expected).padStart(8)} ${String(met).padStart(5)} ${String(refused).padStart(20)} ${String(missed).padStart(7)} ${String(alone).padStart(26)}`;
