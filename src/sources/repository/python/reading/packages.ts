import type { JudgedGuard } from '../../http/routing.ts';
import { unreadGuard } from '../../http/unread-guard.ts';
import type { ClassValue, Place } from '../evaluator/value.ts';
import { libraryBases } from '../evaluator/paths.ts';
import { knownCheck } from './known-checks.ts';
import { originAt } from './judge.ts';

/** Packages whose classes a view extends without asking anybody to sign in, or whose views are known by name. */
const harmless =
  /^(django|rest_framework|rest_framework_\w+|drf_\w+|drf\w*|django_filters|formtools|crispy_forms|extra_views|django_tables2|dal|dal_select2|wagtail|allauth|dj_rest_auth|rest_auth|graphene_django|strawberry|channels|mptt|treebeard|typing|typing_extensions|abc|collections|enum|functools|contextlib|dataclasses|object|Exception|flask|flask_restful|flask_restx|flask_restplus|flask_smorest|flask_views|flask_appbuilder|flask_admin|quart|apiflask|fastapi|starlette|fastapi_utils|pydantic\w*|ninja|ninja_extra|aiohttp|tornado|sanic|falcon|litestar|oauth2_provider|oauthlib|djoser|rest_registration|rest_framework_simplejwt|push_notifications|health_check|haystack|import_export|reversion|simple_history|modeltranslation|parler|cms|hijack|two_factor|rules|braces|guardian|viewflow|vanilla|neapolitan|view_breadcrumbs|sortable|adminsortable\w*|sql\w*|six|builtins|generics|views|viewsets|mixins|graphql_\w+|django_\w*(form|table|filter|ajax|select|pdf|export|weasy|json|pagin|search|htmx|datatable)\w*|easy_pdf|weasyprint|hardtree|view|rest_access_policy|dry_rest_permissions|nested_\w+|url_filter)(\.|$)/i;

/** Bases of a class that stand in packages nothing is known of: they may refuse whoever they like. */
export const unknownBases = (of: ClassValue, place: Place): readonly JudgedGuard[] =>
  libraryBases(of)
    .filter((path) => path.includes('.') && !harmless.test(path) && knownCheck(path) === undefined)
    .map((path) => unread(path.replaceAll('()', '').split('.').at(-1) ?? path, place));

/** Something that runs before a handler and is not in the repository. */
export const unread = (name: string, place: Place): JudgedGuard => unreadGuard(name, originAt(place));

/** By its name it is about who is calling. */
export const aboutCaller =
  /user|auth|session|token|principal|account|identity|admin|permission|login|secur|guard|gate|protect|acl|member/i;
