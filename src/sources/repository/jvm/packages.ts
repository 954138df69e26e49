import type { JudgedGuard } from '../http/routing.ts';
import { unreadGuard } from '../http/unread-guard.ts';
import type { Annotated } from './annotations.ts';
import { classOf } from './names.ts';
import type { Scope } from './names.ts';
import type { World } from './world.ts';

/** Packages whose annotations, filters and interceptors refuse nobody, or are judged by their own names. */
const harmless =
  /^(java|javax|jakarta|kotlin|kotlinx|org\.springframework|io\.swagger|io\.swagger3|springfox|org\.springdoc|com\.github\.xiaoymin|lombok|com\.fasterxml|tools\.jackson|org\.eclipse|io\.micrometer|io\.micronaut|io\.quarkus|io\.smallrye|org\.jboss|org\.glassfish|org\.hibernate|org\.jetbrains|com\.google|org\.slf4j|org\.apache|org\.mapstruct|io\.github\.resilience4j|cn\.hutool|cn\.dev33|com\.baomidou|com\.alibaba|org\.zalando|io\.opentelemetry|io\.opentracing|brave|datadog|com\.newrelic|io\.sentry|com\.codahale|io\.dropwizard|edu\.umd|com\.github\.spotbugs|org\.checkerframework|io\.vertx|io\.netty|reactor|com\.netflix|org\.immutables|net\.bull|org\.tuckey|ch\.qos|org\.jspecify|org\.codehaus|groovy|scala|io\.javalin|io\.ktor|com\.sun|sun|net\.sf|org\.aspectj|com\.github\.pagehelper|com\.github\.xingfudeshi|io\.github\.openfeign|feign|graphql|com\.graphql\w*|io\.leangen|io\.grpc|net\.devh|org\.owasp|org\.thymeleaf|io\.hypersistence|org\.modelmapper|org\.javers|net\.logstash|com\.ctrip|de\.codecentric|org\.redisson|com\.zaxxer|org\.quartz|com\.xxl\.(job|tool|rpc|mq|crawler|registry)|org\.flowable|org\.activiti|org\.camunda|org\.mybatis|tk\.mybatis|com\.querydsl|org\.jooq|dagger|javassist|net\.bytebuddy)(\.|$)/;

/** Where a name comes from that an import names: a package that may refuse requests. */
export function unknownPackage(world: World, name: string, { file, within }: Scope): boolean {
  const scope: Scope = { file, ...(within === undefined ? {} : { within }) };
  if (classOf(world, name, scope) !== undefined) return false;
  if (name.includes('.') && /^[a-z]/.test(name)) return !harmless.test(name);
  const [head = ''] = name.split('.');
  const direct = file.imports.find(
    (each) => !each.wildcard && (each.alias ?? each.name.slice(each.name.lastIndexOf('.') + 1)) === head,
  );
  return direct !== undefined && !harmless.test(direct.name);
}

/** Whether a qualified name is none of a package that is known. */
export const isUnknown = (qualified: string): boolean => qualified.includes('.') && !harmless.test(qualified);

/** Something that runs before a handler and is not in the repository. */
export const unread = (name: string, file: string, line: number): JudgedGuard =>
  unreadGuard(name, { kind: 'read', file, line });

/** Annotations of packages that are not known: what they make of a handler is not, either. */
export const unreadAnnotations = (world: World, annotations: readonly Annotated[]): readonly JudgedGuard[] =>
  annotations
    .filter((each) => unknownPackage(world, each.name, each.named ?? each.scope))
    .map(({ name, scope, line }) => unread(name, scope.file.path, line));
