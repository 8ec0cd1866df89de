#include "exchange/iati/records.hpp"

#include "exchange/iati/values.hpp"

namespace selatan::iati {

namespace {

constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view instance_space = "http://www.w3.org/2001/XMLSchema-instance";

Space space_of(xml::Name const &name)
{
    return name.space.empty()             ? Space::none
           : name.space == xml_space      ? Space::xml
           : name.space == instance_space ? Space::instance
                                          : Space::foreign;
}

} // namespace

std::string_view FileHead::attribute(std::string_view name) const
{
    if (tree.size() == 0) {
        return {};
    }
    for (auto const one : tree.attributes(0)) {
        if (tree.name_of(one, standard().names) == name) {
            return tree.string(one);
        }
    }
    return {};
}

std::size_t RecordReader::Remembering::read(std::span<char> into)
{
    auto const size = m_input.read(into);
    if (m_sources == Sources::kept) {
        m_bytes.erase(0, m_floor - m_base);
        m_base = m_floor;
        m_bytes.append(into.data(), size);
    }
    return size;
}

std::string_view RecordReader::Remembering::between(std::uint64_t begin, std::uint64_t end) const
{
    return m_sources == Sources::kept
               ? std::string_view{m_bytes}.substr(begin - m_base, end - begin)
               : std::string_view{};
}

RecordReader::RecordReader(xml::Input &input, xml::Encoding encoding, Sources sources)
    : m_input{input, sources}, m_reader{m_input, encoding}, m_names{standard().names}
{
}

std::string_view RecordReader::source() const
{
    return m_input.between(m_begin, m_end);
}

xml::Fault const *RecordReader::fault() const
{
    return m_fault ? &*m_fault : m_is_broken ? &m_reader.fault() : nullptr;
}

bool RecordReader::next_record()
{
    for (;;) {
        switch (next()) {
        case Item::record:
            return true;
        case Item::done:
        case Item::broken:
            return false;
        case Item::head:
        case Item::stranger:
        case Item::text:
            break;
        }
    }
}

RecordReader::Item RecordReader::next()
{
    if (m_is_broken) {
        return Item::broken;
    }
    for (;;) {
        m_input.forget_before(m_reader.bytes_read());
        switch (m_reader.next()) {
        case xml::Event::start:
            if (m_reader.depth() == 1) {
                return read_head();
            }
            if (m_head.kind) {
                return read_tree();
            }
            break;
        case xml::Event::text:
        case xml::Event::cdata:
            if (m_head.kind && !is_blank(m_reader.text())) {
                m_place = m_reader.place();
                return Item::text;
            }
            break;
        case xml::Event::end:
            break;
        case xml::Event::done:
            return Item::done;
        case xml::Event::broken:
            return broken();
        }
    }
}

RecordReader::Item RecordReader::broken()
{
    m_is_broken = true;
    return Item::broken;
}

RecordReader::Item RecordReader::read_head()
{
    add_element(m_head.tree, no_node);
    auto const &known = standard();
    auto const name = m_head.tree.node(0).name();
    if (name == known.iati_activities) {
        m_head.kind = FileKind::activities;
        m_record = known.iati_activity;
    } else if (name == known.iati_organisations) {
        m_head.kind = FileKind::organisations;
        m_record = known.iati_organisation;
    }
    m_place = m_reader.place();
    if (m_head.kind && is_old_version(m_head.version())) {
        m_raiser.emplace(*m_head.kind);
    }
    return Item::head;
}

RecordReader::Item RecordReader::read_tree()
{
    m_tree.clear();
    m_open.clear();
    m_blank.clear();
    m_begin = m_reader.offset();
    m_place = m_reader.place();
    m_input.forget_before(m_begin);
    add_element(m_tree, no_node);
    m_open.push_back(0);
    while (!m_open.empty()) {
        if (m_tree.is_full()) {
            m_fault = {xml::FaultKind::too_long, m_place, std::string{m_names.text(m_record)}};
            return broken();
        }
        switch (m_reader.next()) {
        case xml::Event::start:
            // Blanks before an element are nothing; as are, below, those behind one.
            m_blank.clear();
            m_open.push_back(add_element(m_tree, m_open.back()));
            break;
        case xml::Event::text:
        case xml::Event::cdata: {
            auto const text = m_reader.text();
            if (is_blank(text) && !m_tree.ends_with_text_of(m_open.back())) {
                // Perhaps all that there is, or the beginning of more.
                m_blank_place = m_blank.empty() ? m_reader.place() : m_blank_place;
                m_blank += text;
                break;
            }
            if (!m_blank.empty()) {
                m_tree.add_text(m_open.back(), m_blank, m_blank_place);
                m_blank.clear();
            }
            m_tree.add_text(m_open.back(), text, m_reader.place());
            break;
        }
        case xml::Event::end:
            if (!m_blank.empty() && m_tree.first(m_open.back()) == no_node) {
                m_tree.add_text(m_open.back(), m_blank, m_blank_place);
            }
            m_blank.clear();
            m_open.pop_back();
            break;
        case xml::Event::done:
        case xml::Event::broken:
            return broken();
        }
    }
    m_end = m_reader.bytes_read();
    m_is_raised = false;
    if (m_tree.node(0).name() != m_record) {
        return Item::stranger;
    }
    ++m_records;
    if (m_records == 1 && m_head.version().empty() && is_written_as_old(m_tree)) {
        m_raiser.emplace(*m_head.kind);
    }
    if (m_raiser) {
        m_raiser->raise(m_tree, m_raised);
        m_is_raised = true;
    }
    return Item::record;
}

NodeIndex RecordReader::add_element(Tree &tree, NodeIndex parent)
{
    auto const &name = m_reader.name();
    auto const space = space_of(name);
    auto const id = space == Space::none ? m_names.find(name.local) : unknown_name;
    auto const element = tree.add_element(parent, id, m_reader.place(), name.qualified, space);
    for (auto const &one : m_reader.attributes()) {
        auto const space_of_one = space_of(one.name);
        bool const is_own = space_of_one == Space::none || one.name.qualified == "xml:lang";
        tree.add_attribute(is_own ? m_names.find(one.name.qualified) : unknown_name, one.value,
                           one.place, one.name.qualified, space_of_one);
    }
    return element;
}

} // namespace selatan::iati
