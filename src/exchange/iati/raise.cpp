#include "exchange/iati/raise.hpp"

#include "base/ensure.hpp"
#include "exchange/iati/raise_tables.hpp"
#include "exchange/iati/values.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>
#include <unordered_map>

namespace selatan::iati {

/// A record's way from one tree to the other.
class Raising {
public:
    explicit Raising(FileKind kind)
        : m_places{Places::of(kind)}, m_type{*standard().schema(kind).root(
                                          kind == FileKind::activities
                                              ? standard().iati_activity
                                              : standard().iati_organisation)}
    {
    }

    void run(Tree const &from, Tree &to)
    {
        m_drafts.clear();
        m_attributes.clear();
        m_made.clear();
        auto &record = read(from);
        m_path = record.written;
        raise(record, m_type);
        to.clear();
        write(record, no_node, to);
    }

    [[nodiscard]] std::vector<Change> changes() const
    {
        std::vector<Change> all;
        for (auto const &[key, count] : m_changes) {
            auto const &[kind, path, from, to] = key;
            all.push_back({kind, path, from, to, count.count, count.first});
        }
        return all;
    }

private:
    using Key = std::tuple<Change::Kind, std::string, std::string, std::string>;
    /// Looked up without making strings of it.
    using KeyView = std::tuple<Change::Kind, std::string_view, std::string_view, std::string_view>;
    struct IsBefore {
        using is_transparent = void;
        bool operator()(KeyView const &a, KeyView const &b) const { return a < b; }
    };
    struct Count {
        std::uint64_t count = 0;
        xml::Place first;
    };

    NameId id(std::string_view name) const
    {
        auto const found = m_names.find(name);
        ENSURE(found != unknown_name);
        return found;
    }

    Draft &read(Tree const &from)
    {
        for (NodeIndex i = 0; i < from.size(); ++i) { // parents before their children
            auto const &node = from.node(i);
            m_open.resize(node.depth());
            if (node.kind() == NodeKind::attribute) {
                add(*m_open.back(), {node.name(), node.space(), from.name_of(i, m_names),
                                     from.string(i), from.place(i)});
                continue;
            }
            auto &draft = m_drafts.make();
            draft.name = node.name();
            draft.is_text = node.is_text();
            draft.space = node.space();
            draft.written = node.is_text() ? from.string(i) : from.name_of(i, m_names);
            draft.place = from.place(i);
            if (!m_open.empty()) {
                m_open.back()->children.append(draft);
            }
            m_open.push_back(&draft);
        }
        return *m_open.front();
    }

    void add(Draft &draft, DraftAttribute const &attribute)
    {
        auto &made = m_attributes.make();
        made = attribute;
        draft.attributes.append(made);
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

    /// Where the element at hand stands, as the file has it, and what of it. Until asked again.
    std::string_view path(std::string_view behind = {}, std::string_view name = {})
    {
        m_told.assign(m_path);
        return m_told.append(behind).append(name);
    }

    void tell(Change::Kind kind, std::string_view where, xml::Place place,
              std::string_view from = {}, std::string_view to = {})
    {
        auto found = m_changes.find(KeyView{kind, where, from, to});
        if (found == m_changes.end()) {
            found = m_changes
                        .try_emplace({kind, std::string{where}, std::string{from}, std::string{to}})
                        .first;
            found->second.first = place;
        }
        ++found->second.count;
    }

    std::string_view keep(std::string text) { return m_made.emplace_back(std::move(text)); }

    static DraftAttribute *attribute(Draft const &draft, NameId name)
    {
        for (auto &one : draft.attributes) {
            if (one.name == name) {
                return &one;
            }
        }
        return nullptr;
    }
    DraftAttribute *attribute(Draft const &draft, std::string_view name) const
    {
        return attribute(draft, id(name));
    }
    std::string_view value(Draft const &draft, std::string_view name) const
    {
        auto const *const found = attribute(draft, name);
        return found == nullptr ? std::string_view{} : found->value;
    }
    static void remove(Draft &draft, NameId name)
    {
        draft.attributes.remove_if([&](DraftAttribute const &one) { return one.name == name; });
    }
    void set(Draft &draft, std::string_view name, std::string_view text, xml::Place place)
    {
        add(draft, {id(name), Space::none, m_names.text(id(name)), text, place});
    }
    void rename(Draft &draft, std::string_view name) const
    {
        draft.name = id(name);
        draft.written = m_names.text(draft.name);
    }
    Draft &element(std::string_view name, xml::Place place)
    {
        auto &draft = m_drafts.make();
        draft.place = place;
        rename(draft, name);
        return draft;
    }
    Draft &text(std::string_view written, xml::Place place)
    {
        auto &draft = m_drafts.make();
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
        draft.children.remove_if([](Draft const &child) { return child.is_text; });
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
        for (auto &one : draft.attributes) {
            put_aside(one);
        }
    }

    static bool has(Draft const &draft, NameId name)
    {
        return std::any_of(draft.children.begin(), draft.children.end(),
                           [&](Draft const &child) { return child.name == name; });
    }

    void raise(Draft &draft, TypeId type)
    {
        recode(draft);
        for (auto &child : draft.children) {
            if (!child.is_text && child.space == Space::none) {
                auto const size = m_path.size();
                m_path.append("/").append(child.written);
                replace(child, draft);
                if (auto const *const particle = m_places.particle(type, child.name)) {
                    raise(child, particle->type);
                }
                m_path.resize(size);
            }
        }
        put_text(draft, type);
        put_attributes_aside(draft, m_places.type(type));
        merge(draft, type);
        order(draft, type);
    }

    void recode(Draft &draft)
    {
        if (!m_places.may_be_recoded(draft.name)) {
            return;
        }
        for (auto &one : draft.attributes) {
            if (auto const *const code = recoding(draft.written, one.written, one.value)) {
                tell(Change::Kind::code, path("/@", one.written), one.place, code->from, code->to);
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
        } else if (name == "activity-date") {
            dated_by_text(draft);
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
        auto &title = element("title", draft.place);
        auto &words = narrative("Activity website", draft.place);
        add(words, {m_xml_lang, Space::xml, "xml:lang", "en", draft.place});
        title.children.append(words);
        auto &category = element("category", draft.place);
        set(category, "code", "A12", draft.place);
        draft.children.append(title);
        draft.children.append(category);
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
        auto &owner = element("owner-org", draft.place);
        if (ref != nullptr) {
            tell(Change::Kind::moved, path(), ref->place, "@owner-ref", "owner-org/@ref");
            set(owner, "ref", ref->value, ref->place);
        }
        if (name != nullptr && !is_blank(name->value)) {
            tell(Change::Kind::moved, path(), name->place, "@owner-name", "owner-org/narrative");
            owner.children.append(narrative(name->value, name->place));
        }
        remove(draft, id("owner-ref"));
        remove(draft, id("owner-name"));
        draft.children.append(owner);
    }

    /// 1.0x allowed a day to be told by the text alone.
    void dated_by_text(Draft &draft)
    {
        if (attribute(draft, "iso-date") != nullptr) {
            return;
        }
        std::string_view written;
        for (auto const &child : draft.children) {
            written = child.is_text && !is_blank(child.written) ? trimmed(child.written) : written;
        }
        if (is_value(ValueType::date, written)) {
            tell(Change::Kind::moved, path(), draft.place, "text()", "@iso-date");
            set(draft, "iso-date", written, draft.place);
        }
    }

    void in_location(Draft &draft, Draft const &location)
    {
        auto const name = draft.written;
        auto const *const gazetteer =
            name == "gazetteer-entry"
                ? recoding(name, "gazetteer-ref", value(draft, "gazetteer-ref"))
                : nullptr;
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
        auto &pos = element("pos", draft.place);
        pos.children.append(text(keep(std::string{trimmed(value(draft, "latitude"))} + " " +
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
        draft.children.append(pos);
    }

    Draft &narrative(std::string_view written, xml::Place place)
    {
        auto &made = element("narrative", place);
        if (!written.empty()) {
            made.children.append(text(written, place));
        }
        return made;
    }

    /// Text that stood in the element itself: a narrative where there may be one, else aside.
    void put_text(Draft &draft, TypeId type)
    {
        auto const content = m_places.type(type).content;
        if (content == Content::simple || content == Content::anything) {
            return;
        }
        auto const *const particle = m_places.particle(type, m_narrative);
        if (particle != nullptr && has(draft, m_narrative)) {
            return; // written as 2.03 has it
        }
        bool const has_own = has_text(draft);
        auto const own = take_text(draft);
        if (particle != nullptr && (has_own || particle->least > 0)) {
            auto &made = narrative(own, draft.place);
            if (auto const *const language = attribute(draft, m_xml_lang)) {
                add(made, *language);
                remove(draft, m_xml_lang);
            }
            tell(Change::Kind::narrative, path(), draft.place);
            draft.children.prepend(made);
            return;
        }
        if (has_own) {
            tell(Change::Kind::aside, path("/text()"), draft.place);
            add(draft, {unknown_name, Space::aside, "text()", own, draft.place});
        }
    }

    void put_attributes_aside(Draft &draft, ElementType const &type)
    {
        if (type.content == Content::anything) {
            return;
        }
        for (auto &one : draft.attributes) {
            bool const is_allowed =
                one.name == unknown_name ||
                std::any_of(type.attributes.begin(), type.attributes.end(),
                            [&](AttributeRule const &rule) { return rule.name == one.name; });
            if (is_allowed) {
                continue;
            }
            bool const was_allowed = one.name == m_xml_lang || is_gone(draft.written, one.written);
            if (was_allowed) {
                tell(Change::Kind::aside, path("/@", one.written), one.place);
                put_aside(one);
            }
        }
    }

    /// What tells an element from its siblings: its name and attributes. Empty when it may not be
    /// merged: texts in several languages may be, and what 2.03 takes once only.
    std::string identity(Draft const &draft, TypeId type) const
    {
        auto const *const particle = m_places.particle(type, draft.name);
        if (draft.is_text || particle == nullptr || draft.children.is_empty()) {
            return {};
        }
        bool may_be = particle->most == 1 || draft.written == "description";
        for (auto const &child : draft.children) {
            if (child.is_text || (particle->most != 1 && child.name != m_narrative)) {
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
        auto const *const found = attribute(of_narrative, m_xml_lang);
        return found == nullptr ? std::string_view{} : found->value;
    }

    /// Whether two of the children have the same name: otherwise nothing can be merged.
    bool has_repeated(Draft const &draft)
    {
        bool is_repeated = false;
        for (auto const &child : draft.children) {
            if (child.name != unknown_name) {
                is_repeated = is_repeated || m_met[child.name];
                m_met[child.name] = true;
            }
        }
        for (auto const &child : draft.children) {
            m_met[child.name] = false;
        }
        return is_repeated;
    }

    /// 1.0x repeated an element for each language, where 2.03 repeats the narrative; and it had
    /// several country-budget-items, where 2.03 has several items in one.
    void merge(Draft &draft, TypeId type)
    {
        if (!has_repeated(draft)) {
            return;
        }
        m_kept.clear();
        draft.children.remove_if([&](Draft &child) {
            auto key = identity(child, type);
            if (key.empty()) {
                return false;
            }
            auto const [found, is_new] = m_kept.try_emplace(std::move(key), &child);
            if (is_new) {
                return false;
            }
            auto &first = *found->second;
            auto const is_known = [&](Draft const &narrative) {
                return std::any_of(
                    first.children.begin(), first.children.end(),
                    [&](Draft const &one) { return language_of(one) == language_of(narrative); });
            };
            bool const must = m_places.particle(type, child.name)->most == 1;
            if (!must && std::any_of(child.children.begin(), child.children.end(), is_known)) {
                return false;
            }
            tell(Change::Kind::merged, path("/", child.written), child.place);
            first.children.append_all(child.children);
            return true;
        });
    }

    /// 1.0x left the order of elements to the file.
    void order(Draft &draft, TypeId type)
    {
        if (m_places.type(type).content != Content::elements) {
            return;
        }
        m_ranked.clear();
        bool is_sorted = true;
        for (auto &child : draft.children) {
            auto const rank = m_places.rank(type, child);
            is_sorted = is_sorted && (m_ranked.empty() || m_ranked.back().first <= rank);
            m_ranked.emplace_back(rank, &child);
        }
        if (is_sorted) {
            return;
        }
        std::stable_sort(m_ranked.begin(), m_ranked.end(),
                         [](auto const &a, auto const &b) { return a.first < b.first; });
        draft.children = {};
        for (auto const &[rank, child] : m_ranked) {
            draft.children.append(*child);
        }
        tell(Change::Kind::ordered, path(), draft.place);
    }

    Names const &m_names = standard().names;
    NameId m_xml_lang = standard().xml_lang;
    NameId m_narrative = m_names.find("narrative");
    Places const &m_places;
    TypeId m_type; ///< of a record
    std::map<Key, Count, IsBefore> m_changes;
    // Of the record at hand.
    Pool<Draft> m_drafts;
    Pool<DraftAttribute> m_attributes;
    std::deque<std::string> m_made; ///< texts that were put together
    std::string m_path;             ///< where the element at hand stands
    std::vector<Draft *> m_open;    ///< where reading stands
    // For whoever needs them just now; here, so that they keep their memory.
    std::string m_told;
    std::vector<bool> m_met = std::vector<bool>(m_names.size()); ///< by name
    std::unordered_map<std::string, Draft *> m_kept;             ///< by identity
    std::vector<std::pair<unsigned, Draft *>> m_ranked;
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
        for (auto at = record.first(element); at != no_node; at = record.next(at)) {
            has_text = has_text || (record.node(at).is_text() && !is_blank(record.string(at)));
        }
    }
    return has_text;
}

Raiser::Raiser(FileKind kind) : m_raising{std::make_unique<Raising>(kind)}
{
}

Raiser::~Raiser() = default;
Raiser::Raiser(Raiser &&) noexcept = default;
Raiser &Raiser::operator=(Raiser &&) noexcept = default;

void Raiser::raise(Tree const &from, Tree &to)
{
    m_raising->run(from, to);
}

std::vector<Change> Raiser::changes() const
{
    return m_raising->changes();
}

} // namespace selatan::iati
