#include "platform/web/foresight.hpp"
#include "platform/web/route.hpp"

#include <boost/json.hpp>
#include <map>
#include <set>

namespace selatan::web {

namespace {

namespace json = boost::json;
using records::Kind;

std::string_view method_name(http::Method method)
{
    switch (method) {
    case http::Method::get:
        return "get";
    case http::Method::head:
        return "head";
    case http::Method::post:
        return "post";
    case http::Method::put:
        return "put";
    case http::Method::patch:
        return "patch";
    case http::Method::del:
        return "delete";
    case http::Method::options:
        return "options";
    }
    return "get";
}

json::object string_schema()
{
    return {{"type", "string"}};
}

/// A field as a client sends it.
json::object input_schema(records::Field const &field)
{
    json::object schema;
    switch (field.kind) {
    case Kind::text:
    case Kind::long_text:
        schema = string_schema();
        schema["maxLength"] = field.most;
        break;
    case Kind::email:
        schema = string_schema();
        schema["format"] = "email";
        break;
    case Kind::url:
        schema = string_schema();
        schema["format"] = "uri";
        break;
    case Kind::integer:
        schema = {{"type", "integer"}, {"minimum", field.least}, {"maximum", field.most}};
        break;
    case Kind::date:
        schema = string_schema();
        schema["format"] = "date";
        break;
    case Kind::yes_no:
        schema = {{"type", "boolean"}};
        break;
    case Kind::choice: {
        schema = string_schema();
        json::array codes;
        for (auto const code : field.own_codes) {
            codes.emplace_back(json::string_view{code.data(), code.size()});
        }
        schema["enum"] = std::move(codes);
        break;
    }
    case Kind::choices:
    case Kind::codes:
        schema = {{"type", "array"}, {"items", string_schema()}};
        break;
    case Kind::code:
        schema = string_schema();
        break;
    case Kind::record:
        schema = string_schema();
        schema["description"] = "An id or reference.";
        break;
    case Kind::multilingual:
        schema = {{"type", "object"}, {"additionalProperties", string_schema()}};
        break;
    }
    if (!field.list.empty()) {
        schema["x-list"] = field.list;
    }
    return schema;
}

/// The same field as the server answers it: nothing is null, a link is an object.
json::object output_schema(records::Field const &field)
{
    auto schema = input_schema(field);
    if (field.kind == Kind::record) {
        schema = {{"type", json::array{"object", "null"}},
                  {"properties", json::object{{"id", string_schema()},
                                              {"reference", string_schema()},
                                              {"title", string_schema()}}}};
        return schema;
    }
    schema["type"] = json::array{schema["type"], "null"};
    schema.erase("enum");
    return schema;
}

/// What the server says of a problem: of those that refuse, and of those that are only foreseen.
json::object problem_schema()
{
    return {{"type", "object"},
            {"properties", json::object{{"field", string_schema()},
                                        {"code", string_schema()},
                                        {"detail", string_schema()}}}};
}

json::object record_schema(std::span<records::Field const> fields, bool has_states,
                           bool has_warnings)
{
    json::object properties{{"id", string_schema()},
                            {"reference", string_schema()},
                            {"kind", string_schema()},
                            {"version", json::object{{"type", "integer"}}},
                            {"created", json::object{{"type", "string"}, {"format", "date-time"}}},
                            {"changed", json::object{{"type", "string"}, {"format", "date-time"}}}};
    if (has_states) {
        properties["state"] = string_schema();
        properties["due"] = json::object{{"type", json::array{"string", "null"}}};
    }
    if (has_warnings) {
        properties["warnings"] =
            json::object{{"type", "array"},
                         {"description", "What stands in the way of its next step as things are; "
                                         "no refusal."},
                         {"items", problem_schema()}};
    }
    for (auto const &field : fields) {
        properties[field.name] = output_schema(field);
    }
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", json::array{"id", "reference", "version"}}};
}

json::object body_schema(ApiDoc const &doc)
{
    json::object properties;
    json::array required;
    for (auto const &field : doc.body) {
        if (field.is_acted) {
            continue;
        }
        properties[field.name] = input_schema(field);
        if (field.is_required && !doc.body_is_partial) {
            required.emplace_back(json::string_view{field.name.data(), field.name.size()});
        }
    }
    json::object schema{
        {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty()) {
        schema["required"] = std::move(required);
    }
    return schema;
}

json::object content(std::string_view type, json::object schema)
{
    return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object answer(ApiDoc const &doc, bool has_states, bool has_warnings)
{
    switch (doc.shape) {
    case ApiDoc::Shape::record:
        return {{"description", "The record."},
                {"content",
                 content("application/json", record_schema(doc.answer, has_states, has_warnings))}};
    case ApiDoc::Shape::page_of_records:
        return {
            {"description", "A page of the list; `next` and `prev` lead to the others."},
            {"content",
             content("application/json",
                     json::object{
                         {"type", "object"},
                         {"properties",
                          json::object{
                              {"items", json::object{{"type", "array"},
                                                     {"items", json::object{{"type", "object"}}}}},
                              {"count", json::object{{"type", "integer"}}},
                              {"count_is_exact", json::object{{"type", "boolean"}}},
                              {"next", string_schema()},
                              {"prev", string_schema()}}}})}};
    case ApiDoc::Shape::object:
        return {{"description", "An object."},
                {"content", content("application/json", {{"type", "object"}})}};
    case ApiDoc::Shape::text:
        return {{"description", "A file."}};
    }
    return {};
}

json::array parameters(Route const &route)
{
    json::array all;
    std::string_view rest = route.pattern;
    while (true) {
        auto const open = rest.find('{');
        if (open == std::string_view::npos) {
            break;
        }
        auto const close = rest.find('}', open);
        auto const name = rest.substr(open + 1, close - open - 1);
        all.push_back(json::object{
            {"name", name}, {"in", "path"}, {"required", true}, {"schema", string_schema()}});
        rest.remove_prefix(close + 1);
    }
    auto const query = [&](std::string_view name, std::string_view what) {
        all.push_back(json::object{
            {"name", name}, {"in", "query"}, {"description", what}, {"schema", string_schema()}});
    };
    if (route.api->shape == ApiDoc::Shape::page_of_records || route.pattern.ends_with(".csv") ||
        route.pattern.ends_with(".xlsx")) {
        query("q", "Typed filters and words: state:received country:TLS due:<2026-12-31 rice.");
        query("sort", "A sortable column; `-` before it for descending order.");
        query("columns", "Columns, with commas between them.");
    }
    if (route.api->shape == ApiDoc::Shape::page_of_records) {
        query("after", "The rows behind this cursor.");
        query("before", "The rows in front of this cursor.");
        query("limit", "1 to 200 rows.");
        query("count", "`exact` counts beyond 10,000.");
    }
    if (route.api->wants_version) {
        all.push_back(json::object{{"name", "If-Match"},
                                   {"in", "header"},
                                   {"required", true},
                                   {"description", "The record's version, as its ETag gave it."},
                                   {"schema", string_schema()}});
    }
    if (route.method != http::Method::get) {
        all.push_back(
            json::object{{"name", "Idempotency-Key"},
                         {"in", "header"},
                         {"description", "The same key again answers the same and does nothing."},
                         {"schema", string_schema()}});
    }
    return all;
}

json::object operation(App const &app, Route const &route)
{
    auto const &doc = *route.api;
    auto const *const noun = app.noun(doc.tag);
    bool const has_states = noun != nullptr && noun->machine != nullptr;
    bool const has_warnings = noun != nullptr && has_foresight(noun->kind);
    json::object out{{"summary", doc.summary},
                     {"operationId", std::string{method_name(route.method)} + route.pattern},
                     {"tags", json::array{doc.tag}},
                     {"parameters", parameters(route)}};
    if (!doc.body.empty()) {
        out["requestBody"] = json::object{
            {"required", true}, {"content", content("application/json", body_schema(doc))}};
    }
    bool const makes = route.method == http::Method::post && doc.shape == ApiDoc::Shape::record &&
                       !doc.wants_version;
    json::object responses{{makes ? "201" : "200", answer(doc, has_states, has_warnings)}};
    for (auto const *const status : {"401", "403", "404", "409", "412", "422", "428"}) {
        responses[status] = json::object{{"$ref", "#/components/responses/problem"}};
    }
    out["responses"] = std::move(responses);
    return out;
}

} // namespace

std::string openapi(App const &app, Router const &router)
{
    json::object paths;
    for (auto const &route : router.routes()) {
        if (!route.api) {
            continue;
        }
        auto &path = paths["/api" + route.pattern];
        if (!path.is_object()) {
            path = json::object{};
        }
        path.as_object()[method_name(route.method)] = operation(app, route);
    }
    json::object const problem{
        {"description", "Problem details (RFC 9457); `problems` names each field."},
        {"content",
         content("application/problem+json",
                 json::object{
                     {"type", "object"},
                     {"properties",
                      json::object{{"title", string_schema()},
                                   {"status", json::object{{"type", "integer"}}},
                                   {"instance", string_schema()},
                                   {"problems", json::object{{"type", "array"},
                                                             {"items", problem_schema()}}}}}})}};
    return json::serialize(json::object{
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", app.settings.product + " API"},
                              {"version", "1"},
                              {"description", "Everything that the pages do. Sign in with a bearer "
                                              "token from your account page."}}},
        {"servers", json::array{json::object{{"url", app.settings.base_url}}}},
        {"security", json::array{json::object{{"token", json::array{}}}}},
        {"paths", std::move(paths)},
        {"components", json::object{{"securitySchemes",
                                     json::object{{"token", json::object{{"type", "http"},
                                                                         {"scheme", "bearer"}}}}},
                                    {"responses", json::object{{"problem", problem}}}}}});
}

} // namespace selatan::web
