import type { Backend } from '../model/backend.ts';
import { jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';

/** The partition keys of a design: how many there are, how unevenly they are asked for, and the shares that are stated. */
export function partitionsJson({ load }: Backend): Emitted {
  const keys = (load.accessPatterns ?? []).flatMap(({ operation, skew }) =>
    skew === undefined
      ? []
      : [
          {
            operation,
            keys: Math.floor(skew.keys.value),
            exponent: skew.exponent.value,
            partitions: skew.partitions.value,
            hottestKey: skew.hottest.value,
            hottestPartition: skew.share.value,
          },
        ],
  );
  return keys.length === 0 ? { text: '', lost: [] } : { text: jsonText({ partitionKeys: keys }), lost: [] };
}
