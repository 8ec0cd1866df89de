#include "exchange/iati/validator.hpp"

#include "exchange/iati/identifiers.hpp"
#include "exchange/iati/late.hpp"
#include "exchange/iati/records.hpp"
#include "exchange/iati/schema_check.hpp"
#include "exchange/iati/tree.hpp"

#include <algorithm>
#include <unordered_map>

namespace selatan::iati {

namespace {

constexpr std::size_t shown = 200;          ///< characters of an identifier or title in a report
constexpr std::size_t most_in_group = 1000; ///< findings; more come in further groups

/// An attribute that names another activity.
struct ReferenceKind {
    std::string_view id;
    std::string_view grandparent; ///< empty: the element is the activity's child
    std::string_view element;
    std::string_view attribute;
};
constexpr std::array<ReferenceKind, 6> references{{
    {"1000.0.1", "", "participating-org", "activity-id"},
    {"1000.0.2", "planned-disbursement", "provider-org", "provider-activity-id"},
    {"1000.0.3", "planned-disbursement", "receiver-org", "receiver-activity-id"},
    {"1000.0.4", "transaction", "provider-org", "provider-activity-id"},
    {"1000.0.5", "transaction", "receiver-org", "receiver-activity-id"},
    {"1000.0.6", "", "related-activity", "ref"},
}};

/// The element that identifies an activity or organisation.
NodeIndex identifier_of(Tree const &tree, FileKind kind)
{
    return tree.child(0, standard().names.find(kind == FileKind::activities
                                                   ? "iati-identifier"
                                                   : "organisation-identifier"));
}

std::string_view beginning(std::string_view text)
{
    auto size = std::min(text.size(), shown);
    while (size > 0 && size < text.size() && (text[size] & 0xC0) == 0x80) {
        --size;
    }
    return text.substr(0, size);
}

/// "/sector/@percentage" of "sector[@vocabulary = '1']/@percentage"; nothing of what is no path.
std::string names_in(std::string_view path)
{
    std::string names{"/"};
    int depth = 0;
    for (auto const c : path) {
        depth += c == '[' ? 1 : 0;
        if (depth == 0) {
            names += c;
        }
        depth -= c == ']' ? 1 : 0;
    }
    return names.find_first_of(" (", 1) == std::string::npos && names.size() > 1 ? names : "";
}

/// Equal faults of the schema in one activity are one finding with many places, as in the official
/// report.
class Together {
public:
    /// Those that came since it was last called, with each other and with those before.
    void put(std::vector<Finding> &findings)
    {
        auto kept = m_kept;
        for (auto i = m_kept; i < findings.size(); ++i) {
            auto &finding = findings[i];
            if (finding.category == "schema") {
                auto what = std::string{finding.word} + '\0' + finding.path + '\0';
                what += finding.arguments.text();
                auto const [said, is_first] = m_told.try_emplace(std::move(what), kept);
                if (auto &places = findings[said->second].places;
                    !is_first && places.size() < most_places) {
                    places.insert(places.end(), finding.places.begin(), finding.places.end());
                    continue;
                }
                said->second = kept;
            }
            if (i != kept) {
                findings[kept] = std::move(finding);
            }
            ++kept;
        }
        findings.resize(kept);
        m_kept = kept;
    }
    void forget()
    {
        m_told.clear();
        m_kept = 0;
    }
    [[nodiscard]] std::size_t size() const { return m_kept; }

private:
    std::unordered_map<std::string, std::size_t> m_told; ///< what, and which finding says it
    std::size_t m_kept = 0;
};

class Validator {
public:
    Validator(xml::Input &input, xml::Encoding encoding, Surroundings const &surroundings,
              Sink &sink)
        : m_reader{input, encoding, RecordReader::Sources::dropped}, m_surroundings{surroundings},
          m_sink{sink}, m_standard{standard()}, m_schema{m_standard.activities, m_standard.names}
    {
        m_references.resize(m_standard.names.size());
        for (std::size_t i = 0; i < references.size(); ++i) {
            auto const &one = references[i];
            auto const element = m_standard.names.find(one.element);
            m_references[element].push_back({static_cast<std::uint32_t>(i),
                                             m_standard.names.find(one.grandparent),
                                             m_standard.names.find(one.attribute)});
        }
    }

    Summary run()
    {
        using Item = RecordReader::Item;
        for (;;) {
            switch (m_reader.next()) {
            case Item::head:
                begin_file();
                break;
            case Item::record:
                if (!m_skips) {
                    // Paths of the mapping begin at a record, or at the file's own element.
                    begin_record(m_reader.tree());
                    check(m_reader.tree(), m_standard.checks.begin());
                    end_record(m_reader.tree());
                }
                break;
            case Item::stranger:
                if (!m_skips) {
                    check(m_reader.tree(), m_head_codes);
                    tell_of_file();
                }
                break;
            case Item::text:
                if (!m_skips) {
                    m_schema.text(m_reader.text(), m_findings);
                    tell_of_file();
                }
                break;
            case Item::done:
                if (!m_skips) {
                    m_schema.end(m_findings);
                    tell_of_file();
                }
                return finish();
            case Item::broken:
                broken();
                return finish();
            }
        }
    }

private:
    /// An element that is open, and where it stands among the checks of codes.
    struct Open {
        NodeIndex node = no_node;
        CodeChecks::State codes = CodeChecks::nowhere;
    };
    struct ReferenceRule {
        std::uint32_t number; ///< in `references`
        NameId grandparent;
        NameId attribute;
    };

    struct OpenReference {
        NodeIndex attribute = no_node;
        std::uint32_t rule = 0; ///< in `references`
    };

    static Finding file_finding(std::string_view id, std::string_view category,
                                std::string_view word, xml::Place place)
    {
        Finding finding;
        finding.id = id;
        finding.category = category;
        finding.word = word;
        finding.places.push_back(place);
        return finding;
    }

    void broken()
    {
        auto const &fault = *m_reader.fault();
        auto finding = file_finding("0.1.1", "iati", word_of(fault.kind), fault.place);
        finding.arguments.add("name", fault.subject);
        m_file.clear(); // what else there is to say of the file begins with this
        m_of_version = 0;
        add_of_file(std::move(finding));
        m_is_iati = m_is_iati && m_summary.records > 0;
    }

    /// As the official validator has it: written so, and not otherwise. But what is no number at
    /// all ("xx", in the standard's tests of its schema) is left to the list of versions.
    static bool is_supported(std::string_view version)
    {
        return version == "2.01" || version == "2.02" || version == "2.03" ||
               (!version.empty() && std::none_of(version.begin(), version.end(),
                                                 [](char c) { return c >= '0' && c <= '9'; }));
    }

    /// The file's own element: what kind of file it is, and of what version.
    void begin_file()
    {
        auto const &head = m_reader.head();
        m_skips = true;
        if (!head.kind) {
            auto finding = file_finding("0.2.1", "iati", "not_iati", m_reader.place());
            finding.arguments.add("element", beginning(head.tree.name_of(0, m_standard.names)));
            add_of_file(std::move(finding));
            return;
        }
        m_is_iati = true;
        m_summary.kind = head.kind;
        m_summary.version = beginning(head.version());
        if (!is_supported(m_summary.version)) {
            auto const *const word = m_summary.version.empty()           ? "no_version"
                                     : is_old_version(m_summary.version) ? "version"
                                                                         : "unknown_version";
            auto finding = file_finding("0.6.1", "documents", word, m_reader.place());
            finding.arguments.add("version", m_summary.version);
            add_of_file(std::move(finding));
        }
        m_skips = false;
        m_schema = SchemaCheck{m_standard.schema(*head.kind), m_standard.names};
        m_schema.start(head.tree, 0, m_findings);
        m_head_codes = m_standard.checks.step(m_standard.checks.begin(), head.tree.node(0).name());
        judge_codes(head.tree, {0, m_head_codes});
        tell_of_file();
    }

    /// What is wrong with the file's own element, and beside the records, belongs to the file.
    void tell_of_file()
    {
        for (auto &finding : m_findings) {
            add_of_file(std::move(finding));
        }
        m_findings.clear();
    }

    /// They are told at the end, in one group; of very many, some as soon as there are so many.
    void add_of_file(Finding finding)
    {
        m_of_version += is_about_version(finding) ? 1U : 0U;
        m_file.push_back(std::move(finding));
        if (m_file.size() == most_in_group) {
            give_file();
        }
    }
    void give_file() { give({true, "file", "", {}}, m_file); }

    /// Schema and codes of all that is in a tree; `above` is where its first element's parent
    /// stands among the checks of codes.
    void check(Tree const &tree, CodeChecks::State above)
    {
        m_open.clear();
        for (NodeIndex i = 0; i < tree.size(); ++i) {
            auto const &node = tree.node(i);
            if (node.kind() == NodeKind::attribute) {
                continue; // its element's start has seen it
            }
            while (m_open.size() > node.depth()) {
                end(tree);
            }
            if (node.is_text()) {
                m_schema.text(tree.string(i), m_findings);
                continue;
            }
            m_schema.start(tree, i, m_findings);
            auto const codes = m_open.empty() ? above : m_open.back().codes;
            m_open.push_back({i, m_standard.checks.step(codes, node.name())});
            judge_codes(tree, m_open.back());
            tell_many(tree);
        }
        while (!m_open.empty()) {
            end(tree);
        }
    }

    void judge_codes(Tree const &tree, Open open)
    {
        auto const &checks = m_standard.checks.at(open.codes);
        for (auto const attribute : tree.attributes(open.node)) {
            auto const name = tree.node(attribute).name();
            auto const value = tree.string(attribute);
            if (name == m_standard.xml_lang && !m_standard.language.list->contains(value)) {
                add_code(m_standard.language, value, tree.place(attribute));
            }
            for (auto const &check : checks) {
                // A check without an attribute is of the text, at its end.
                if (check.attribute == name && name != unknown_name &&
                    applies(check, tree, open.node) && !check.list->contains(value)) {
                    add_code(check, value, tree.place(attribute));
                }
            }
        }
    }

    bool applies(CodeCheck const &check, Tree const &tree, NodeIndex element) const
    {
        if (check.vocabularies.empty()) {
            return true;
        }
        auto const vocabulary = tree.attribute(element, m_standard.vocabulary);
        auto const given = vocabulary == no_node ? std::string_view{"-"} : tree.string(vocabulary);
        return std::find(check.vocabularies.begin(), check.vocabularies.end(), given) !=
               check.vocabularies.end();
    }

    /// Of the element that is open last.
    void add_code(CodeCheck const &check, std::string_view value, xml::Place place)
    {
        m_findings.push_back(file_finding(check.id, check.category, "code", place));
        auto &finding = m_findings.back();
        finding.severity = Severity::error;
        finding.path = m_schema.path(check.behind);
        finding.codelist = check.list->name();
        finding.arguments.add("value", beginning(value));
        finding.arguments.add("list", check.list->name());
    }

    void judge_references(Tree const &tree)
    {
        for (NodeIndex i = 1; i < tree.size(); ++i) {
            for (auto const &rule : m_references[tree.node(i).name()]) {
                if (tree.node(i).is_element()) {
                    judge_reference(tree, i, rule);
                }
            }
        }
    }

    void judge_reference(Tree const &tree, NodeIndex element, ReferenceRule const &rule)
    {
        // Whose child it is: the record's itself, or a child of that.
        auto const depth = tree.node(element).depth();
        bool const is_there =
            rule.grandparent == unknown_name
                ? depth == 1
                : depth == 2 && tree.node(tree.parent(element)).name() == rule.grandparent;
        auto const attribute = is_there ? tree.attribute(element, rule.attribute) : no_node;
        auto const value = attribute == no_node ? std::string_view{} : tree.string(attribute);
        if (!value.empty() && !is_answered(value)) {
            m_open_references.push_back({attribute, rule.number});
        }
    }

    bool is_answered(std::string_view identifier) const
    {
        return m_identifiers.contains(identifier) ||
               (m_surroundings.set != nullptr && m_surroundings.set->contains(identifier));
    }

    /// The end of the element that is open last.
    void end(Tree const &tree)
    {
        auto const open = m_open.back();
        for (auto const &check : m_standard.checks.at(open.codes)) {
            if (check.attribute == unknown_name) {
                m_text.clear();
                tree.append_text(open.node, m_text);
                if (!m_text.empty() && !check.list->contains(m_text)) {
                    add_code(check, m_text, tree.place(open.node));
                }
            }
        }
        m_schema.end(m_findings);
        m_open.pop_back();
    }

    void begin_record(Tree const &tree)
    {
        ++m_summary.records;
        auto const element = identifier_of(tree, *m_summary.kind);
        m_text.clear();
        if (element != no_node) {
            tree.append_text(element, m_text);
        }
        auto const identifier = trimmed(m_text);
        auto const times = m_identifiers.add(identifier);
        m_empty_identifier = identifier.empty() ? element : no_node;
        m_record = {};
        m_record.identifier = identifier.empty() ? "noIdentifier" : beginning(identifier);
        if (times > 1) {
            if (element != no_node && *m_summary.kind == FileKind::activities) {
                m_duplicates.put(beginning(identifier));
                m_duplicates.put(tree.place(element));
            }
            m_record.identifier += "(" + std::to_string(times) + ")";
        }
        m_is_in_record = true;
    }

    void end_record(Tree const &tree)
    {
        judge_references(tree);
        m_standard.rules.check(tree, m_surroundings, [&](Broken broken) {
            add_rule(tree, std::move(broken));
            tell_many(tree);
        });
        if (m_empty_identifier != no_node) {
            m_findings.push_back(empty_identifier(tree, m_empty_identifier));
        }
        tell_of_set(tree);
        if (!m_findings.empty() || !m_open_references.empty()) {
            m_record.title = title(tree);
        }
        if (!m_open_references.empty()) {
            put_by(tree, m_record);
        }
        give(m_record, m_findings);
        m_is_in_record = false;
    }

    /// Of a record's very many findings, some as soon as there are so many.
    void tell_many(Tree const &tree)
    {
        if (!m_is_in_record || m_findings.size() < m_together.size() + most_in_group) {
            return;
        }
        m_together.put(m_findings);
        if (m_findings.size() >= most_in_group) {
            m_record.title = title(tree);
            give(m_record, m_findings);
        }
    }

    /// What nothing answers to yet: perhaps an activity further behind does.
    void put_by(Tree const &tree, Group const &group)
    {
        m_unanswered.put(group.identifier);
        m_unanswered.put(group.title);
        m_unanswered.put(m_open_references.size());
        for (auto const &one : m_open_references) {
            m_unanswered.put(tree.string(one.attribute));
            m_unanswered.put(one.rule);
            m_unanswered.put(tree.place(tree.parent(one.attribute)));
        }
        m_open_references.clear();
    }

    std::string title(Tree const &tree) const
    {
        auto const &names = m_standard.names;
        auto const element =
            tree.child(0, names.find(*m_summary.kind == FileKind::activities ? "title" : "name"));
        auto const narrative =
            element == no_node ? no_node : tree.child(element, names.find("narrative"));
        std::string text;
        if (narrative != no_node) {
            tree.append_text(narrative, text);
        }
        return std::string{beginning(trimmed(text))};
    }

    void add_rule(Tree const &tree, Broken broken)
    {
        Finding finding;
        finding.word = broken.word;
        finding.id = broken.id;
        finding.severity = broken.severity;
        finding.category = broken.category;
        finding.path =
            std::string{*m_summary.kind == FileKind::activities ? "/iati-activities"
                                                                : "/iati-organisations"} +
            path_of(tree, m_standard.names, broken.at) +
            (broken.is_found ? std::string{} : names_in(broken.path));
        finding.places = std::move(broken.places);
        auto const value = [&](std::size_t index) {
            return index < broken.values.size() ? beginning(broken.values[index])
                                                : std::string_view{};
        };
        finding.arguments.add("path", broken.path);
        finding.arguments.add("value", value(0));
        finding.arguments.add("other", value(1));
        m_findings.push_back(std::move(finding));
    }

    void give(Group group, std::vector<Finding> &findings)
    {
        if (findings.size() > 1) {
            m_together.put(findings);
        }
        m_together.forget();
        for (auto const &finding : findings) {
            ++m_summary.counts[static_cast<std::size_t>(finding.severity)];
        }
        if (!findings.empty()) {
            // What comes next may well have as many.
            auto const as_many = findings.size();
            group.findings = std::move(findings);
            findings = {};
            findings.reserve(as_many);
            m_sink.take(std::move(group));
        }
    }

    static Finding unanswered(std::string_view value, ReferenceKind const &kind, xml::Place place)
    {
        Finding finding;
        finding.id = kind.id;
        finding.severity = Severity::advisory;
        finding.category = "identifiers";
        finding.word = "reference";
        finding.path = "/iati-activities/iati-activity/" +
                       (kind.grandparent.empty() ? "" : std::string{kind.grandparent} + "/") +
                       std::string{kind.element} + "/@" + std::string{kind.attribute};
        finding.places.push_back(place);
        finding.arguments.add("value", beginning(value));
        return finding;
    }

    /// The schema takes it, and no official rule speaks of it; yet nobody can refer to such a
    /// record.
    Finding empty_identifier(Tree const &tree, NodeIndex element) const
    {
        auto finding =
            file_finding("selatan.1.1", "identifiers", "identifier_empty", tree.place(element));
        finding.severity = Severity::error;
        finding.path = *m_summary.kind == FileKind::activities
                           ? "/iati-activities/iati-activity/iati-identifier"
                           : "/iati-organisations/iati-organisation/organisation-identifier";
        return finding;
    }

    /// Nothing official looks at several files together; yet whoever reads them all counts an
    /// activity that is in two of them twice.
    void tell_of_set(Tree const &tree)
    {
        auto const *const set = m_surroundings.set;
        if (set == nullptr || *m_summary.kind != FileKind::activities ||
            m_empty_identifier != no_node) {
            return;
        }
        auto const element = identifier_of(tree, FileKind::activities);
        if (element == no_node) {
            return;
        }
        m_text.clear();
        tree.append_text(element, m_text);
        auto const identifier = trimmed(m_text);
        auto const files = set->times(identifier);
        if (files < 2) {
            return;
        }
        auto finding =
            file_finding("selatan.1.2", "identifiers", "duplicate_in_set", tree.place(element));
        finding.severity = Severity::warning;
        finding.path = "/iati-activities/iati-activity/iati-identifier";
        finding.arguments.add("value", beginning(identifier));
        finding.arguments.add("count", std::to_string(files));
        m_findings.push_back(std::move(finding));
    }

    static Finding duplicate(std::string_view identifier, xml::Place place)
    {
        auto finding = file_finding("1.1.2", "identifiers",
                                    identifier.empty() ? "duplicate_empty" : "duplicate", place);
        finding.severity = Severity::error;
        finding.path = "/iati-activities/iati-activity/iati-identifier";
        finding.arguments.add("value", identifier);
        return finding;
    }

    /// That the version is an old one, or not told.
    static bool is_about_version(Finding const &finding)
    {
        if (finding.word != "missing_attribute") {
            return finding.id == "0.6.1";
        }
        auto const arguments = finding.arguments.all();
        return std::any_of(arguments.begin(), arguments.end(), [](auto const &one) {
            return one.first == "attribute" && one.second == "version";
        });
    }

    Summary finish()
    {
        // In the order of the records. The last one of a file that breaks off was never put by.
        std::vector<Finding> findings;
        while (m_unanswered.has_more()) {
            Group group;
            group.identifier = m_unanswered.text();
            group.title = m_unanswered.text();
            for (auto left = m_unanswered.number(); left > 0; --left) {
                auto const value = m_unanswered.text();
                auto const &kind = references[m_unanswered.number()];
                auto const place = m_unanswered.place();
                if (!is_answered(value)) {
                    findings.push_back(unanswered(value, kind, place));
                }
            }
            give(std::move(group), findings);
        }
        while (m_duplicates.has_more()) {
            auto const identifier = m_duplicates.text();
            add_of_file(duplicate(identifier, m_duplicates.place()));
        }
        give_file();
        m_summary.bytes = m_reader.bytes_read();
        if (!m_is_iati) {
            m_summary.kind.reset();
            m_summary.version.clear();
        }
        if (m_is_iati && m_reader.is_old()) {
            m_summary.raised = {m_summary.count(Severity::critical) == m_of_version,
                                m_reader.changes()};
        }
        return std::move(m_summary);
    }

    RecordReader m_reader;
    Surroundings const &m_surroundings;
    Sink &m_sink;
    Standard const &m_standard;
    SchemaCheck m_schema;
    std::vector<std::vector<ReferenceRule>> m_references; ///< by the element's name
    Summary m_summary;
    CodeChecks::State m_head_codes = CodeChecks::nowhere;
    bool m_is_iati = false;
    bool m_skips = false; ///< only well-formedness is still of interest
    std::vector<Open> m_open;
    Group m_record; ///< the one at hand, without findings
    bool m_is_in_record = false;
    NodeIndex m_empty_identifier = no_node; ///< of that record
    std::vector<Finding> m_findings;
    std::vector<Finding> m_file;
    Together m_together;            ///< of those that are given next
    std::uint64_t m_of_version = 0; ///< of these, those that are about it
    Identifiers m_identifiers;
    std::vector<OpenReference> m_open_references; ///< of the record at hand
    Late m_unanswered;
    Late m_duplicates;
    std::string m_text;
};

} // namespace

std::string_view word_of(xml::FaultKind kind)
{
    static auto const words = [] {
        std::vector<std::string> all;
        for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(xml::FaultKind::too_long); ++i) {
            all.push_back("xml_" + std::string{to_code(static_cast<xml::FaultKind>(i))});
        }
        return all;
    }();
    return words[static_cast<std::size_t>(kind)];
}

void gather_identifiers(xml::Input &input, xml::Encoding encoding, Identifiers &into)
{
    RecordReader reader{input, encoding, RecordReader::Sources::dropped};
    std::string text;
    while (reader.next_record() && reader.head().kind == FileKind::activities) {
        auto const element = identifier_of(reader.tree(), FileKind::activities);
        if (element != no_node) {
            text.clear();
            reader.tree().append_text(element, text);
            into.add(trimmed(text));
        }
    }
}

Summary validate(xml::Input &input, xml::Encoding encoding, Surroundings const &surroundings,
                 Sink &sink)
{
    return Validator{input, encoding, surroundings, sink}.run();
}

} // namespace selatan::iati
