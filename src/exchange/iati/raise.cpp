#include "exchange/iati/raise.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/values.hpp"

#include <algorithm>
#include <deque>
#include <optional>

namespace selatan::iati {

namespace {

/// A code that 2.01 wrote anew: words and letters became numbers (upgrade of December 2014).
struct Recoded {
    std::string_view element;
    std::string_view attribute;
    std::string_view from;
    std::string_view to;
};
constexpr std::array<Recoded, 30> recoded{{
    {"activity-date", "type", "start-planned", "1"},
    {"activity-date", "type", "start-actual", "2"},
    {"activity-date", "type", "end-planned", "3"},
    {"activity-date", "type", "end-actual", "4"},
    {"participating-org", "role", "Funding", "1"},
    {"participating-org", "role", "Accountable", "2"},
    {"participating-org", "role", "Extending", "3"},
    {"participating-org", "role", "Implementing", "4"},
    {"policy-marker", "vocabulary", "DAC", "1"},
    {"policy-marker", "vocabulary", "RO", "99"},
    {"sector", "vocabulary", "DAC", "1"},
    {"sector", "vocabulary", "DAC-3", "2"},
    {"sector", "vocabulary", "COFOG", "3"},
    {"sector", "vocabulary", "NACE", "4"},
    {"sector", "vocabulary", "NTEE", "5"},
    {"sector", "vocabulary", "ADT", "6"},
    {"sector", "vocabulary", "RO2", "98"},
    {"sector", "vocabulary", "RO", "99"},
    {"transaction-type", "code", "IF", "1"},
    {"transaction-type", "code", "C", "2"},
    {"transaction-type", "code", "D", "3"},
    {"transaction-type", "code", "E", "4"},
    {"transaction-type", "code", "IR", "5"},
    {"transaction-type", "code", "LR", "6"},
    {"transaction-type", "code", "R", "7"},
    {"transaction-type", "code", "QP", "8"},
    {"transaction-type", "code", "QS", "9"},
    {"transaction-type", "code", "CG", "10"},
    {"gazetteer-entry", "gazetteer-ref", "GEO", "G1"},
    {"gazetteer-entry", "gazetteer-ref", "OSM", "G2"},
}};

/// Attributes that 1.0x had and 2.03 has not.
struct Gone {
    std::string_view element;
    std::string_view attribute;
};
constexpr std::array<Gone, 4> gone{{
    {"iati-activity", "version"},
    {"description", "type"}, // but for an activity's own, whose type allows it
    {"location", "percentage"},
    {"planned-disbursement", "updated"},
}};

/// Publishers wrote "funding" as well as "Funding"; what is meant is beyond doubt.
bool is_same_code(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        auto const lower = [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        };
        return lower(x) == lower(y);
    });
}

/// nullptr when the code is none of the old ones.
Recoded const *recoding(std::string_view element, std::string_view attribute, std::string_view code)
{
    auto const *const found = std::find_if(recoded.begin(), recoded.end(), [&](Recoded const &one) {
        return one.element == element && one.attribute == attribute && is_same_code(one.from, code);
    });
    return found == recoded.end() ? nullptr : found;
}

struct DraftAttribute {
    NameId name = unknown_name;
    Space space = Space::none;
    std::string_view written;
    std::string_view value;
    xml::Place place;
};

/// An element or text that is being raised. Its strings live in the tree, the tables or m_made.
struct Draft {
    NameId name = unknown_name;
    bool is_text = false;
    Space space = Space::none;
    std::string_view written; ///< a name, or a text
    xml::Place place;
    std::vector<DraftAttribute> attributes;
    std::vector<Draft> children;
};

} // namespace

/// One record's way from one tree to the other.
class Raising {
public:
    Raising(Raiser &raiser, Tree const &from)
        : m_raiser{raiser}, m_schema{raiser.m_schema}, m_names{standard().names}, m_from{from}
    {
    }

    void run(Tree &to)
    {
        auto record = read(0);
        m_path.emplace_back(record.written);
        raise(record, m_raiser.m_type);
        to.clear();
        write(record, no_node, to);
    }

private:
    NameId id(std::string_view name) const
    {
        auto const found = m_names.find(name);
        ENSURE(found != unknown_name);
        return found;
    }

    Draft read(NodeIndex index) const
    {
        auto const &node = m_from.node(index);
        Draft draft;
        draft.name = node.name;
        draft.is_text = node.is_text;
        draft.space = node.space;
        draft.written = node.is_text ? m_from.string(node.text) : m_from.name_of(node, m_names);
        draft.place = node.place;
        for (std::uint32_t i = 0; i < node.attributes; ++i) {
            auto const &one = m_from.attribute(node.first_attribute + i);
            draft.attributes.push_back({one.name, one.space, m_from.name_of(one, m_names),
                                        m_from.string(one.value), one.place});
        }
        for (auto at = node.first; at != no_node; at = m_from.node(at).next) {
            draft.children.push_back(read(at));
        }
        return draft;
    }

    static void write(Draft const &draft, NodeIndex parent, Tree &to)
    {
        if (draft.is_text) {
            to.add_text(parent, draft.written, draft.place);
            return;
        }
        auto const index =
            to.add_element(parent, draft.name, draft.place, draft.written, draft.space);
        for (auto const &one : draft.attributes) {
            to.add_attribute(one.name, one.value, one.place, one.written, one.space);
        }
        for (auto const &child : draft.children) {
            write(child, index, to);
        }
    }

    /// Where the element at hand stands, as the file has it.
    std::string path(std::string_view behind = {}) const
    {
        std::string text;
        for (auto const part : m_path) {
            text += text.empty() ? "" : "/";
            text += part;
        }
        return text.append(behind);
    }

    void tell(Change::Kind kind, std::string where, xml::Place place, std::string_view from = {},
              std::string_view to = {})
    {
        auto &count =
            m_raiser.m_changes[{kind, std::move(where), std::string{from}, std::string{to}}];
        if (++count.count == 1) {
            count.first = place;
        }
    }

    std::string_view keep(std::string text) { return m_made.emplace_back(std::move(text)); }

    static DraftAttribute *attribute(Draft &draft, NameId name)
    {
        auto const found =
            std::find_if(draft.attributes.begin(), draft.attributes.end(),
                         [&](DraftAttribute const &one) { return one.name == name; });
        return found == draft.attributes.end() ? nullptr : &*found;
    }
    DraftAttribute *attribute(Draft &draft, std::string_view name) const
    {
        return attribute(draft, id(name));
    }
    std::string_view value(Draft &draft, std::string_view name) const
    {
        auto const *const found = attribute(draft, name);
        return found == nullptr ? std::string_view{} : found->value;
    }
    static void remove(Draft &draft, NameId name)
    {
        draft.attributes.erase(
            std::remove_if(draft.attributes.begin(), draft.attributes.end(),
                           [&](DraftAttribute const &one) { return one.name == name; }),
            draft.attributes.end());
    }
    void set(Draft &draft, std::string_view name, std::string_view text, xml::Place place) const
    {
        draft.attributes.push_back({id(name), Space::none, m_names.text(id(name)), text, place});
    }
    void rename(Draft &draft, std::string_view name) const
    {
        draft.name = id(name);
        draft.written = m_names.text(draft.name);
    }
    Draft element(std::string_view name, xml::Place place) const
    {
        Draft draft;
        draft.place = place;
        rename(draft, name);
        return draft;
    }
    static Draft text(std::string_view written, xml::Place place)
    {
        Draft draft;
        draft.is_text = true;
        draft.written = written;
        draft.place = place;
        return draft;
    }

    /// An element's own text, taken out of it; empty when it has none but blanks.
    std::string_view take_text(Draft &draft)
    {
        std::string_view taken;
        for (auto const &child : draft.children) {
            if (child.is_text && !is_blank(child.written)) {
                taken =
                    taken.empty() ? child.written : keep(std::string{taken}.append(child.written));
            }
        }
        draft.children.erase(std::remove_if(draft.children.begin(), draft.children.end(),
                                            [](Draft const &child) { return child.is_text; }),
                             draft.children.end());
        return taken;
    }

    static bool has_text(Draft const &draft)
    {
        return std::any_of(draft.children.begin(), draft.children.end(), [](Draft const &child) {
            return child.is_text && !is_blank(child.written);
        });
    }

    static void put_aside(DraftAttribute &attribute)
    {
        attribute.name = unknown_name;
        attribute.space = Space::aside;
    }

    /// An element whose facts 2.03 cannot say: no rule sees it any more.
    void put_aside(Draft &draft)
    {
        tell(Change::Kind::aside, path(), draft.place);
        draft.name = unknown_name;
        draft.space = Space::aside;
        std::for_each(draft.attributes.begin(), draft.attributes.end(),
                      [](DraftAttribute &one) { put_aside(one); });
    }

    static Particle const *particle_of(ElementType const &type, NameId name)
    {
        auto const found = std::find_if(type.particles.begin(), type.particles.end(),
                                        [&](Particle const &one) { return one.name == name; });
        return name == unknown_name || found == type.particles.end() ? nullptr : &*found;
    }

    static bool has(Draft const &draft, NameId name)
    {
        return std::any_of(draft.children.begin(), draft.children.end(),
                           [&](Draft const &child) { return child.name == name; });
    }

    void raise(Draft &draft, TypeId type_id)
    {
        auto const &type = m_schema.type(type_id);
        recode(draft);
        for (auto &child : draft.children) {
            if (!child.is_text && child.space == Space::none) {
                m_path.push_back(child.written);
                replace(child, draft);
                if (auto const *const particle = particle_of(type, child.name)) {
                    raise(child, particle->type);
                }
                m_path.pop_back();
            }
        }
        put_text(draft, type);
        put_attributes_aside(draft, type);
        merge(draft, type);
        order(draft, type);
    }

    void recode(Draft &draft)
    {
        for (auto &one : draft.attributes) {
            if (auto const *const code = recoding(draft.written, one.written, one.value)) {
                tell(Change::Kind::code, path("/@" + std::string{one.written}), one.place,
                     code->from, code->to);
                one.value = code->to;
            }
        }
    }

    /// Elements that became other ones.
    void replace(Draft &draft, Draft const &parent)
    {
        auto const name = draft.written;
        if (name == "activity-website") {
            website(draft);
        } else if (name == "other-identifier") {
            other_identifier(draft);
        } else if (name == "aidtype-flag") {
            become(draft, "other-flags");
        } else if (name == "iati-identifier" && parent.written == "iati-organisation") {
            become(draft, "organisation-identifier");
        } else if (parent.written == "location") {
            in_location(draft, parent);
        }
    }

    void become(Draft &draft, std::string_view name)
    {
        tell(Change::Kind::moved, path(), draft.place, draft.written, name);
        rename(draft, name);
    }

    /// An activity's website became a document of category A12.
    void website(Draft &draft)
    {
        auto const url = take_text(draft);
        become(draft, "document-link");
        set(draft, "url", trimmed(url), draft.place);
        set(draft, "format", "text/html", draft.place);
        auto title = element("title", draft.place);
        title.children.push_back(narrative("Activity website", draft.place));
        title.children.back().attributes.push_back(
            {id("xml:lang"), Space::xml, "xml:lang", "en", draft.place});
        auto category = element("category", draft.place);
        set(category, "code", "A12", draft.place);
        draft.children.push_back(std::move(title));
        draft.children.push_back(std::move(category));
    }

    void other_identifier(Draft &draft)
    {
        if (attribute(draft, "ref") != nullptr) {
            return;
        }
        constexpr std::string_view other_activity_identifier = "A9";
        tell(Change::Kind::moved, path(), draft.place, "text()", "@ref");
        set(draft, "ref", take_text(draft), draft.place);
        if (attribute(draft, "type") == nullptr) {
            set(draft, "type", other_activity_identifier, draft.place);
        }
        auto const *const ref = attribute(draft, "owner-ref");
        auto const *const name = attribute(draft, "owner-name");
        if (ref == nullptr && name == nullptr) {
            return;
        }
        auto owner = element("owner-org", draft.place);
        if (ref != nullptr) {
            set(owner, "ref", ref->value, ref->place);
        }
        if (name != nullptr && !is_blank(name->value)) {
            owner.children.push_back(narrative(name->value, name->place));
        }
        remove(draft, id("owner-ref"));
        remove(draft, id("owner-name"));
        draft.children.push_back(std::move(owner));
    }

    void in_location(Draft &draft, Draft const &location)
    {
        auto const name = draft.written;
        auto const *const gazetteer =
            recoding(name, "gazetteer-ref", value(draft, "gazetteer-ref"));
        if (name == "location-type" && !has(location, id("feature-designation"))) {
            become(draft, "feature-designation");
        } else if (name == "coordinates" && !has(location, id("point")) &&
                   !is_blank(value(draft, "latitude")) && !is_blank(value(draft, "longitude"))) {
            point(draft);
        } else if (gazetteer != nullptr && has_text(draft)) {
            tell(Change::Kind::code, path("/@gazetteer-ref"), draft.place, gazetteer->from,
                 gazetteer->to);
            become(draft, "location-id");
            set(draft, "vocabulary", gazetteer->to, draft.place);
            set(draft, "code", trimmed(take_text(draft)), draft.place);
            remove(draft, id("gazetteer-ref"));
        } else if (name == "location-type" || name == "coordinates" || name == "gazetteer-entry" ||
                   (name == "administrative" && attribute(draft, "code") == nullptr)) {
            put_aside(draft);
        }
    }

    void point(Draft &draft)
    {
        auto pos = element("pos", draft.place);
        pos.children.push_back(text(keep(std::string{trimmed(value(draft, "latitude"))} + " " +
                                         std::string{trimmed(value(draft, "longitude"))}),
                                    draft.place));
        become(draft, "point");
        remove(draft, id("latitude"));
        remove(draft, id("longitude"));
        if (auto *const precision = attribute(draft, "precision")) {
            tell(Change::Kind::aside, path("/@precision"), precision->place);
            put_aside(*precision);
        }
        set(draft, "srsName", "http://www.opengis.net/def/crs/EPSG/0/4326", draft.place);
        draft.children.push_back(std::move(pos));
    }

    Draft narrative(std::string_view written, xml::Place place) const
    {
        auto made = element("narrative", place);
        if (!written.empty()) {
            made.children.push_back(text(written, place));
        }
        return made;
    }

    /// Text that stood in the element itself: a narrative where there may be one, else aside.
    void put_text(Draft &draft, ElementType const &type)
    {
        if (type.content == Content::simple) {
            return;
        }
        auto const narratives = id("narrative");
        auto const *const particle = particle_of(type, narratives);
        if (particle != nullptr && has(draft, narratives)) {
            return; // written as 2.03 has it
        }
        bool const has_own = has_text(draft);
        auto const own = take_text(draft);
        auto *const language = attribute(draft, m_xml_lang);
        if (particle != nullptr && (has_own || particle->least > 0)) {
            auto made = narrative(own, draft.place);
            if (language != nullptr) {
                made.attributes.push_back(*language);
                remove(draft, m_xml_lang);
            }
            tell(Change::Kind::narrative, path(), draft.place);
            draft.children.insert(draft.children.begin(), std::move(made));
            return;
        }
        if (has_own) {
            tell(Change::Kind::aside, path("/text()"), draft.place);
            DraftAttribute kept{unknown_name, Space::aside, "text()", own, draft.place};
            draft.attributes.push_back(kept);
        }
    }

    void put_attributes_aside(Draft &draft, ElementType const &type)
    {
        for (auto &one : draft.attributes) {
            bool const is_allowed =
                one.name == unknown_name ||
                std::any_of(type.attributes.begin(), type.attributes.end(),
                            [&](AttributeRule const &rule) { return rule.name == one.name; });
            bool const was_allowed =
                one.name == m_xml_lang ||
                std::any_of(gone.begin(), gone.end(), [&](Gone const &old) {
                    return old.element == draft.written && old.attribute == one.written;
                });
            if (!is_allowed && was_allowed) {
                tell(Change::Kind::aside, path("/@" + std::string{one.written}), one.place);
                put_aside(one);
            }
        }
    }

    /// What tells an element from its siblings: its name and attributes. Empty when it may not be
    /// merged: texts in several languages may be, and what 2.03 takes once only.
    std::string identity(Draft const &draft, ElementType const &type) const
    {
        auto const *const particle = particle_of(type, draft.name);
        if (draft.is_text || particle == nullptr || draft.children.empty()) {
            return {};
        }
        bool may_be = particle->most == 1 || draft.written == "description";
        for (auto const &child : draft.children) {
            if (child.is_text || (particle->most != 1 && child.name != id("narrative"))) {
                return {};
            }
        }
        std::string key{draft.written};
        for (auto const &one : draft.attributes) {
            key.append("\n").append(one.written).append("=").append(one.value);
            may_be =
                may_be || ((one.written == "code" || one.written == "ref") && !is_blank(one.value));
        }
        return may_be ? key : std::string{};
    }

    std::string_view language_of(Draft const &of_narrative) const
    {
        auto const found =
            std::find_if(of_narrative.attributes.begin(), of_narrative.attributes.end(),
                         [&](DraftAttribute const &one) { return one.name == m_xml_lang; });
        return found == of_narrative.attributes.end() ? std::string_view{} : found->value;
    }

    /// 1.0x repeated an element for each language, where 2.03 repeats the narrative; and it had
    /// several country-budget-items, where 2.03 has several items in one.
    void merge(Draft &draft, ElementType const &type)
    {
        std::map<std::string, std::size_t> kept; // where in `merged`
        std::vector<Draft> merged;
        for (auto &child : draft.children) {
            auto const key = identity(child, type);
            auto const found = key.empty() ? kept.end() : kept.find(key);
            if (found == kept.end()) {
                if (!key.empty()) {
                    kept.emplace(key, merged.size());
                }
                merged.push_back(std::move(child));
                continue;
            }
            auto &first = merged[found->second];
            auto const is_known = [&](Draft const &narrative) {
                return std::any_of(
                    first.children.begin(), first.children.end(),
                    [&](Draft const &one) { return language_of(one) == language_of(narrative); });
            };
            bool const must = particle_of(type, child.name)->most == 1;
            if (!must && std::any_of(child.children.begin(), child.children.end(), is_known)) {
                merged.push_back(std::move(child));
                continue;
            }
            tell(Change::Kind::merged, path("/" + std::string{child.written}), child.place);
            std::move(child.children.begin(), child.children.end(),
                      std::back_inserter(first.children));
        }
        draft.children = std::move(merged);
    }

    /// 1.0x left the order of elements to the file.
    void order(Draft &draft, ElementType const &type)
    {
        auto const rank = [&](Draft const &child) -> std::size_t {
            if (child.is_text || child.space == Space::aside) {
                return 0;
            }
            auto const found = std::find_if(
                type.particles.begin(), type.particles.end(), [&](Particle const &one) {
                    return child.space == Space::none
                               ? one.name == child.name && one.name != unknown_name
                               : one.name == unknown_name;
                });
            return static_cast<std::size_t>(found - type.particles.begin()) + 1;
        };
        auto const is_before = [&](Draft const &a, Draft const &b) {
            return rank(a) < rank(b);
        };
        if (type.content == Content::elements &&
            !std::is_sorted(draft.children.begin(), draft.children.end(), is_before)) {
            std::stable_sort(draft.children.begin(), draft.children.end(), is_before);
            tell(Change::Kind::ordered, path(), draft.place);
        }
    }

    Raiser &m_raiser;
    Schema const &m_schema;
    Names const &m_names;
    NameId m_xml_lang = standard().xml_lang;
    Tree const &m_from;
    std::vector<std::string_view> m_path;
    std::deque<std::string> m_made; ///< texts that were put together
};

std::string_view to_code(Change::Kind kind)
{
    constexpr std::array<std::string_view, 6> codes{"narrative", "code",    "moved",
                                                    "merged",    "ordered", "aside"};
    return codes[static_cast<std::size_t>(kind)];
}

bool is_old_version(std::string_view version)
{
    return version.starts_with("1.");
}

bool is_written_as_old(Tree const &record)
{
    auto const &names = standard().names;
    bool has_text = false;
    for (auto const name : {"title", "reporting-org", "description", "name"}) {
        auto const element = record.child(0, names.find(name));
        if (element == no_node) {
            continue;
        }
        if (record.child(element, names.find("narrative")) != no_node) {
            return false;
        }
        for (auto at = record.node(element).first; at != no_node; at = record.node(at).next) {
            has_text = has_text ||
                       (record.node(at).is_text && !is_blank(record.string(record.node(at).text)));
        }
    }
    return has_text;
}

Raiser::Raiser(FileKind kind)
    : m_schema{standard().schema(kind)}, m_type{*m_schema.root(kind == FileKind::activities
                                                                   ? standard().iati_activity
                                                                   : standard().iati_organisation)}
{
}

void Raiser::raise(Tree const &from, Tree &to)
{
    Raising{*this, from}.run(to);
}

std::vector<Change> Raiser::changes() const
{
    std::vector<Change> all;
    for (auto const &[key, count] : m_changes) {
        auto const &[kind, path, from, to] = key;
        all.push_back({kind, path, from, to, count.count, count.first});
    }
    return all;
}

} // namespace selatan::iati
