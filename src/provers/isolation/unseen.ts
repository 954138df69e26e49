import type { Contents } from './effect.ts';
import { contentsOf } from './world.ts';
import type { Shown, Version, World } from './world.ts';

type Layer = ReadonlyMap<string, Version>;

/**
 * What a statement is shown, with what others have written meanwhile in its place, also what they have taken away
 * again. Several, where rows of two moments have the same key: no table holds both.
 */
export function unseenLayers(world: World, at: number, { versions: shown }: Shown): readonly Contents[] {
  const layers: Layer[] = [];
  for (const [row, line] of world.lines) {
    const seen = shown.get(row);
    for (const version of line.versions) {
      if (version.by === at || version.tuple === undefined) continue;
      if (version.position <= (seen?.position ?? -1)) continue;
      const free = layers.findIndex(
        (layer) =>
          layer.get(row) === seen && !keyHolders(world, layer, row, version).some((one) => one !== row),
      );
      if (free === -1) layers.push(placed(world, shown, row, version));
      else layers[free] = placed(world, layers[free] ?? shown, row, version);
    }
  }
  return layers.map((layer) => contentsOf(world, layer));
}

/** A version in the place of the rows that have its keys. */
function placed(world: World, layer: Layer, row: string, version: Version): Layer {
  const holders = new Set(keyHolders(world, layer, row, version));
  return new Map([...[...layer].filter(([one]) => !holders.has(one) && one !== row), [row, version]]);
}

function keyHolders(world: World, layer: Layer, row: string, { tuple }: Version): readonly string[] {
  const table = world.lines.get(row)?.table;
  const keys = Object.entries(tuple?.keys ?? {});
  return [...layer].flatMap(([other, version]) => {
    const isSame = keys.some(([index, key]) => key !== null && version.tuple?.keys[index] === key);
    return isSame && world.lines.get(other)?.table === table ? [other] : [];
  });
}
