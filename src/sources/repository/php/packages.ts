import type { JudgedGuard } from '../http/routing.ts';
import type { PhpAttribute, PhpClass } from './classes.ts';
import { kindNames } from './codebase.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { shortName } from './names.ts';
import { originAt } from './value.ts';

/** Packages whose base classes and attributes refuse nobody by themselves, or are judged by their own names. */
const harmless =
  /^\\?(App|Illuminate|Laravel|Symfony|Doctrine|Psr|Nelmio|OpenApi|OA|Swagger|Sensio|JMS|FOS|ApiPlatform|Knp|Twig|Carbon|GuzzleHttp|Monolog|Livewire|Inertia|Spatie|Barryvdh|Orchid|Filament|Nwidart|Modules|Dingo|League|Sonata|EasyCorp|Vich|Liip|Gedmo|Stof|Maatwebsite|Yajra|Rap2hpoutre|Knuckles|Dedoc|Scribe|Lorisleiva|Fruitcake|Prettus|Hyperf|Cake|Yiisoft|yii|think|Phalcon|CodeIgniter|Laminas|Mezzio|Nette|Override|ReturnTypeWillChange|Deprecated|Attribute|SensitiveParameter|AllowDynamicProperties|JetBrains|PHPUnit|Ramsey|Webmozart|Zenstruck|Pagerfanta|Sylius|Oro|Pimcore|Shopware|Contao|TYPO3|Neos|Statamic|Backpack|TCG|Encore|Dcat|Botble|Wave|Webkul|Bagisto|Lunar|Konekt|October|Winter|System|Backend|Cms)(\\|$)/;

/** Classes of packages above a controller: what they do before its methods is not known. */
export const unknownParents = (codebase: PhpCodebase, declared: PhpClass): readonly JudgedGuard[] =>
  kindNames(codebase, declared)
    .filter((name) => name.includes('\\') && !harmless.test(name) && codebase.class(name) === undefined)
    .map((name) =>
      judged(shortName(name), 'other', originAt(declared.file, declared.node), { resolved: false }),
    );

/** An attribute of a package that nothing is known of. */
export const unknownAttribute = (
  codebase: PhpCodebase,
  owner: PhpClass,
  { name, node }: PhpAttribute,
): readonly JudgedGuard[] =>
  name.includes('\\') && !harmless.test(name) && codebase.class(name) === undefined
    ? [judged(shortName(name), 'other', originAt(owner.file, node), { resolved: false })]
    : [];
