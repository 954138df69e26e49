import { attribute, expand } from '../annotations.ts';
import { dependsOn } from '../builds.ts';
import type { ClassDeclaration } from '../classes.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

/** Spring Boot writes every name in small letters with underscores; without it a name stands as it is written. */
export function physicalName(world: World, of: ClassDeclaration, name: string): string {
  if (/^["`]/.test(name)) return name.slice(1, -1);
  const strategy = world.properties.get('spring.jpa.hibernate.naming.physical-strategy', of.file.path);
  const isBoot =
    strategy === undefined ? usesSpring(world, of) : !strategy.endsWith('PhysicalNamingStrategyStandardImpl');
  return isBoot ? snakeCase(name) : name;
}

const usesSpring = (world: World, of: ClassDeclaration): boolean =>
  world.mentions('@SpringBootApplication') || dependsOn(world, of.file.path, /spring-boot/);

const snakeCase = (name: string): string =>
  name
    .replaceAll('.', '_')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

export function tableName(
  world: World,
  of: ClassDeclaration,
): { readonly name: string; readonly schema?: string } {
  const annotations = expand(world, of.annotations, scopeOf(of));
  const text = (annotation: string, key: string): string | undefined => {
    const found = annotations.find(({ name }) => name === annotation);
    const value = found === undefined ? undefined : attribute(found, key);
    return value === undefined || found === undefined ? undefined : textOf(world, value, found.scope).text;
  };
  const name = text('Table', 'name') ?? text('Entity', 'name') ?? of.name;
  const schema = text('Table', 'schema');
  return {
    name: physicalName(world, of, name),
    ...(schema === undefined || schema === '' ? {} : { schema }),
  };
}
