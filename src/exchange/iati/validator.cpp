#include "exchange/iati/validator.hpp"

#include "exchange/iati/rule_words.hpp"
#include "exchange/iati/schema_check.hpp"
#include "exchange/iati/tree.hpp"

#include <algorithm>
#include <unordered_map>

namespace selatan::iati {

namespace {

constexpr std::size_t most_places = 1000; ///< of one finding
constexpr std::size_t shown = 200;        ///< characters of an identifier or title in a report

/// An attribute that names another activity.
struct Reference {
    std::string_view id;
    std::string_view grandparent; ///< empty: the element is the activity's child
    std::string_view element;
    std::string_view attribute;
};
constexpr std::array<Reference, 6> references{{
    {"1000.0.1", "", "participating-org", "activity-id"},
    {"1000.0.2", "planned-disbursement", "provider-org", "provider-activity-id"},
    {"1000.0.3", "planned-disbursement", "receiver-org", "receiver-activity-id"},
    {"1000.0.4", "transaction", "provider-org", "provider-activity-id"},
    {"1000.0.5", "transaction", "receiver-org", "receiver-activity-id"},
    {"1000.0.6", "", "related-activity", "ref"},
}};

/// A reference that no activity before it answers to; perhaps one behind it does.
struct Pending {
    std::size_t rule = 0;
    std::size_t record = 0; ///< in m_waiting
    std::string value;
    xml::Place place;
};

std::string beginning(std::string_view text)
{
    auto size = std::min(text.size(), shown);
    while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size;
    }
    return std::string{text.substr(0, size)};
}

class Validator {
public:
    Validator(xml::Input &input, xml::Encoding encoding, Surroundings const &surroundings,
              Sink &sink)
        : m_reader{input, encoding}, m_surroundings{surroundings}, m_sink{sink},
          m_standard{standard()}, m_schema{m_standard.activities, m_standard.names}
    {
        for (auto const &one : references) {
            m_reference_names.push_back({m_standard.names.find(one.grandparent),
                                         m_standard.names.find(one.element),
                                         m_standard.names.find(one.attribute)});
        }
    }

    Summary run()
    {
        for (;;) {
            switch (m_reader.next()) {
            case xml::Event::start:
                start();
                break;
            case xml::Event::end:
                end();
                break;
            case xml::Event::text:
            case xml::Event::cdata:
                text();
                break;
            case xml::Event::done:
                return finish();
            case xml::Event::broken:
                broken();
                return finish();
            }
        }
    }

private:
    struct Open {
        NameId name = unknown_name;
        CodeChecks::State codes = CodeChecks::nowhere;
        NodeIndex node = no_node;
    };
    struct ReferenceNames {
        NameId grandparent;
        NameId element;
        NameId attribute;
    };

    Finding file_finding(std::string id, std::string category, std::string word, xml::Place place)
    {
        Finding finding;
        finding.id = std::move(id);
        finding.category = std::move(category);
        finding.word = std::move(word);
        finding.places = {place};
        return finding;
    }

    void broken()
    {
        auto const &fault = m_reader.fault();
        auto finding =
            file_finding("0.1.1", "iati", "xml_" + std::string{to_code(fault.kind)}, fault.place);
        finding.arguments = {{"name", fault.subject}};
        m_file.clear(); // what else there is to say of the file begins with this
        m_file.push_back(std::move(finding));
        m_is_iati = m_is_iati && m_summary.records > 0;
    }

    /// The file's own element: what kind of file it is, and of what version.
    void begin_file()
    {
        auto const name = m_standard.names.find(m_reader.name().local);
        bool const has_space = !m_reader.name().space.empty();
        if (has_space ||
            (name != m_standard.iati_activities && name != m_standard.iati_organisations)) {
            m_file.push_back(file_finding("0.2.1", "iati", "not_iati", m_reader.place()));
            m_file.back().arguments = {{"element", beginning(m_reader.name().qualified)}};
            m_skips = true;
            return;
        }
        m_is_iati = true;
        auto const kind =
            name == m_standard.iati_activities ? FileKind::activities : FileKind::organisations;
        m_summary.kind = kind;
        m_record =
            kind == FileKind::activities ? m_standard.iati_activity : m_standard.iati_organisation;
        m_schema = SchemaCheck{m_standard.schema(kind), m_standard.names};
        for (auto const &attribute : m_reader.attributes()) {
            if (attribute.name.qualified == "version") {
                m_summary.version = beginning(attribute.value);
            }
        }
        if (m_summary.version.starts_with("1.")) {
            m_file.push_back(file_finding("0.6.1", "documents", "version", m_reader.place()));
            m_file.back().arguments = {{"version", m_summary.version}};
            m_skips = true;
        }
    }

    void start()
    {
        if (m_reader.depth() == 1) {
            begin_file();
        }
        if (m_skips) {
            return;
        }
        auto const &name = m_reader.name();
        bool const is_foreign = !name.space.empty();
        auto const id = is_foreign ? unknown_name : m_standard.names.find(name.local);
        m_ids.clear();
        for (auto const &attribute : m_reader.attributes()) {
            bool const is_own =
                attribute.name.space.empty() || attribute.name.qualified == "xml:lang";
            m_ids.push_back(is_own ? m_standard.names.find(attribute.name.qualified)
                                   : unknown_name);
        }
        bool const begins_record = m_open.size() == 1 && id == m_record;
        if (begins_record) {
            m_tree.clear();
        }
        m_schema.start(m_reader, id, is_foreign, m_ids, m_findings);
        Open open;
        open.name = id;
        // Paths of the mapping begin at a record, or at the file's own element.
        auto const above =
            m_open.empty() || begins_record ? m_standard.checks.begin() : m_open.back().codes;
        open.codes = id == unknown_name ? CodeChecks::nowhere : m_standard.checks.step(above, id);
        if (begins_record || (!m_open.empty() && m_open.back().node != no_node)) {
            open.node = m_tree.add_element(begins_record ? no_node : m_open.back().node, id,
                                           m_reader.place());
            for (std::size_t i = 0; i < m_ids.size(); ++i) {
                auto const &attribute = m_reader.attributes()[i];
                m_tree.add_attribute(m_ids[i], attribute.value, attribute.place);
            }
        }
        m_open.push_back(open);
        judge_codes(open);
        judge_references(open);
        // What is wrong with the file's own element belongs to the file.
        if (m_open.size() == 1) {
            std::move(m_findings.begin(), m_findings.end(), std::back_inserter(m_file));
            m_findings.clear();
        }
    }

    std::string_view attribute(NameId name, bool &is_there) const
    {
        auto const found = std::find(m_ids.begin(), m_ids.end(), name);
        is_there = found != m_ids.end();
        return is_there
                   ? m_reader.attributes()[static_cast<std::size_t>(found - m_ids.begin())].value
                   : std::string_view{};
    }

    void judge_codes(Open const &open)
    {
        for (std::size_t i = 0; i < m_ids.size(); ++i) {
            auto const &one = m_reader.attributes()[i];
            if (m_ids[i] == m_standard.xml_lang && !m_standard.language.list->contains(one.value)) {
                add_code(m_standard.language, one.value, one.place, "/@xml:lang");
            }
        }
        for (auto const &check : m_standard.checks.at(open.codes)) {
            if (check.attribute == unknown_name) {
                continue; // its text, at its end
            }
            for (std::size_t i = 0; i < m_ids.size(); ++i) {
                auto const &one = m_reader.attributes()[i];
                if (m_ids[i] == check.attribute && applies(check) &&
                    !check.list->contains(one.value)) {
                    add_code(check, one.value, one.place,
                             "/@" + std::string{m_standard.names.text(check.attribute)});
                }
            }
        }
    }

    bool applies(CodeCheck const &check) const
    {
        if (check.vocabularies.empty()) {
            return true;
        }
        bool has_vocabulary = false;
        auto const vocabulary = attribute(m_standard.vocabulary, has_vocabulary);
        return std::any_of(
            check.vocabularies.begin(), check.vocabularies.end(),
            [&](std::string_view one) { return has_vocabulary ? one == vocabulary : one == "-"; });
    }

    void add_code(CodeCheck const &check, std::string_view value, xml::Place place,
                  std::string const &behind)
    {
        Finding finding;
        finding.id = check.id;
        finding.severity = Severity::error;
        finding.category = check.category;
        finding.word = "code";
        finding.path = m_schema.path() + behind;
        finding.codelist = check.list->name();
        finding.places = {place};
        finding.arguments = {{"value", beginning(value)},
                             {"list", std::string{check.list->name()}}};
        m_findings.push_back(std::move(finding));
    }

    void judge_references(Open const &open)
    {
        for (std::size_t i = 0; i < references.size(); ++i) {
            auto const &rule = m_reference_names[i];
            if (rule.element != open.name) {
                continue;
            }
            // Whose child it is: the record's itself, or a child of that.
            bool const is_direct = rule.grandparent == unknown_name;
            if (m_open.size() != (is_direct ? 3U : 4U) || m_open[1].node == no_node ||
                (!is_direct && m_open[2].name != rule.grandparent)) {
                continue;
            }
            bool is_there = false;
            auto const value = attribute(rule.attribute, is_there);
            if (!value.empty() && !m_identifiers.contains(std::string{value})) {
                m_pending.push_back({i, m_waiting.size(), beginning(value), m_reader.place()});
            }
        }
    }

    void text()
    {
        if (m_skips || m_open.empty()) {
            return;
        }
        auto const text = m_reader.text();
        if (!is_blank(text) || !m_schema.blanks_are_nothing()) {
            m_schema.text(text, m_findings);
            if (m_open.back().node != no_node) {
                m_tree.add_text(m_open.back().node, text, m_reader.place());
            }
        }
        if (m_open.size() == 1) {
            std::move(m_findings.begin(), m_findings.end(), std::back_inserter(m_file));
            m_findings.clear();
        }
    }

    void end()
    {
        if (m_skips) {
            return;
        }
        auto const open = m_open.back();
        for (auto const &check : m_standard.checks.at(open.codes)) {
            if (check.attribute == unknown_name && open.node != no_node) {
                m_text.clear();
                m_tree.append_text(open.node, m_text);
                if (!m_text.empty() && !check.list->contains(m_text)) {
                    add_code(check, m_text, m_tree.node(open.node).place, "/text()");
                }
            }
        }
        m_schema.end(m_findings);
        m_open.pop_back();
        if (m_open.size() == 1 && open.node != no_node) {
            end_record();
        } else if (m_open.size() <= 1) {
            std::move(m_findings.begin(), m_findings.end(), std::back_inserter(m_file));
            m_findings.clear();
        }
    }

    void end_record()
    {
        ++m_summary.records;
        m_standard.rules.check(m_tree, m_surroundings,
                               [&](Broken broken) { add_rule(std::move(broken)); });
        auto const &names = m_standard.names;
        auto const identifier_node = m_tree.child(
            0, names.find(*m_summary.kind == FileKind::activities ? "iati-identifier"
                                                                  : "organisation-identifier"));
        m_text.clear();
        if (identifier_node != no_node) {
            m_tree.append_text(identifier_node, m_text);
        }
        Group group;
        group.identifier = beginning(trimmed(m_text));
        auto &times = m_identifiers[std::string{trimmed(m_text)}];
        ++times;
        bool const has_identifier = !group.identifier.empty();
        if (!has_identifier) {
            group.identifier = "noIdentifier";
        }
        if (times > 1) {
            if (identifier_node != no_node && *m_summary.kind == FileKind::activities) {
                auto finding = file_finding("1.1.2", "identifiers", "duplicate",
                                            m_tree.node(identifier_node).place);
                finding.severity = Severity::error;
                finding.path = "/iati-activities/iati-activity/iati-identifier";
                finding.arguments = {{"value", group.identifier}};
                m_duplicates.push_back(std::move(finding));
            }
            group.identifier += "(" + std::to_string(times) + ")";
        }
        if (!m_findings.empty() ||
            (!m_pending.empty() && m_pending.back().record == m_waiting.size())) {
            group.title = title();
        }
        if (!m_pending.empty() && m_pending.back().record == m_waiting.size()) {
            m_waiting.push_back({false, group.identifier, group.title, {}});
        }
        give(std::move(group), m_findings);
    }

    std::string title() const
    {
        auto const &names = m_standard.names;
        auto const element =
            m_tree.child(0, names.find(*m_summary.kind == FileKind::activities ? "title" : "name"));
        auto const narrative =
            element == no_node ? no_node : m_tree.child(element, names.find("narrative"));
        std::string text;
        if (narrative != no_node) {
            m_tree.append_text(narrative, text);
        }
        return beginning(trimmed(text));
    }

    void add_rule(Broken broken)
    {
        Finding finding;
        finding.word = rule_word(broken.id);
        finding.id = std::move(broken.id);
        finding.severity = broken.severity;
        finding.category = std::move(broken.category);
        finding.path = std::move(broken.path);
        broken.places.resize(std::min(broken.places.size(), most_places));
        finding.places = std::move(broken.places);
        auto const value = [&](std::size_t index) {
            return index < broken.values.size() ? beginning(broken.values[index]) : std::string{};
        };
        finding.arguments = {{"path", finding.path}, {"value", value(0)}, {"other", value(1)}};
        m_findings.push_back(std::move(finding));
    }

    void give(Group group, std::vector<Finding> &findings)
    {
        for (auto const &finding : findings) {
            ++m_summary.counts[static_cast<std::size_t>(finding.severity)];
        }
        if (!findings.empty()) {
            group.findings = std::move(findings);
            findings.clear();
            m_sink.take(std::move(group));
        }
    }

    static Finding unanswered(Pending const &one)
    {
        auto const &rule = references[one.rule];
        Finding finding;
        finding.id = rule.id;
        finding.severity = Severity::advisory;
        finding.category = "identifiers";
        finding.word = "reference";
        finding.path = "/iati-activities/iati-activity/" +
                       (rule.grandparent.empty() ? "" : std::string{rule.grandparent} + "/") +
                       std::string{rule.element} + "/@" + std::string{rule.attribute};
        finding.places = {one.place};
        finding.arguments = {{"value", one.value}};
        return finding;
    }

    Summary finish()
    {
        // In the order of the records, each made a finding only when its group's turn has come.
        std::vector<Finding> findings;
        for (std::size_t i = 0; i < m_pending.size(); ++i) {
            auto const &one = m_pending[i];
            // The last record of a file that breaks off was never closed.
            if (one.record == m_waiting.size()) {
                break;
            }
            if (!m_identifiers.contains(one.value)) {
                findings.push_back(unanswered(one));
            }
            if (i + 1 == m_pending.size() || m_pending[i + 1].record != one.record) {
                give(std::move(m_waiting[one.record]), findings);
            }
        }
        std::move(m_duplicates.begin(), m_duplicates.end(), std::back_inserter(m_file));
        give({true, "file", "", {}}, m_file);
        m_summary.bytes = m_reader.bytes_read();
        if (!m_is_iati) {
            m_summary.kind.reset();
            m_summary.version.clear();
        }
        return std::move(m_summary);
    }

    xml::Reader m_reader;
    Surroundings const &m_surroundings;
    Sink &m_sink;
    Standard const &m_standard;
    SchemaCheck m_schema;
    std::vector<ReferenceNames> m_reference_names;
    Summary m_summary;
    NameId m_record = unknown_name;
    bool m_is_iati = false;
    bool m_skips = false; ///< only well-formedness is still of interest
    Tree m_tree;
    std::vector<Open> m_open;
    std::vector<NameId> m_ids; ///< of the attributes of the tag at hand
    std::vector<Finding> m_findings;
    std::vector<Finding> m_file;
    std::vector<Finding> m_duplicates;
    std::unordered_map<std::string, std::uint32_t> m_identifiers; ///< how often each was met
    std::vector<Pending> m_pending;
    std::vector<Group> m_waiting; ///< records that have something pending
    std::string m_text;
};

} // namespace

Summary validate(xml::Input &input, xml::Encoding encoding, Surroundings const &surroundings,
                 Sink &sink)
{
    return Validator{input, encoding, surroundings, sink}.run();
}

} // namespace selatan::iati
