#include "cooperation/activities/icalendar.hpp"

#include <algorithm>

namespace selatan::activities {

namespace {

bool continues_character(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// RFC 5545, 3.3.11: a TEXT value.
std::string escaped(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '\\':
        case ';':
        case ',':
            out += '\\';
            out += c;
            break;
        case '\n':
            out += "\\n";
            break;
        default:
            // The other control characters are no part of a TEXT.
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
                out += c;
            }
        }
    }
    return out;
}

class Writer {
public:
    void text(std::string_view name, std::string_view value)
    {
        if (!value.empty()) {
            line(std::string{name} + ":" + escaped(value));
        }
    }
    /// A value that is no TEXT: it must be of its own type's grammar already.
    void plain(std::string_view name, std::string_view value)
    {
        line(std::string{name} + ":" + std::string{value});
    }
    void date(std::string_view name, Date date)
    {
        auto digits = date.to_string();
        std::erase(digits, '-');
        line(std::string{name} + ";VALUE=DATE:" + digits);
    }
    void instant(std::string_view name, Instant instant)
    {
        constexpr std::int64_t second = 1'000'000;
        auto digits = Instant::from_micros(instant.micros() / second * second).to_string();
        std::erase_if(digits, [](char c) { return c == '-' || c == ':'; });
        plain(name, digits);
    }
    [[nodiscard]] std::string take() && { return std::move(m_all); }

private:
    /// RFC 5545, 3.1: folded before the 76th octet, never inside a character.
    void line(std::string_view content)
    {
        constexpr std::size_t most = 75;
        auto room = most;
        while (content.size() > room) {
            auto end = room;
            while (end > 0 && continues_character(content[end])) {
                --end;
            }
            if (end == 0) {
                end = room; // no UTF-8: cut anywhere, and end
            }
            m_all += content.substr(0, end);
            m_all += "\r\n ";
            content.remove_prefix(end);
            room = most - 1; // the space counts
        }
        m_all += content;
        m_all += "\r\n";
    }

    std::string m_all;
};

std::string_view status_of(CalendarItem::Status status)
{
    switch (status) {
    case CalendarItem::Status::tentative:
        return "TENTATIVE";
    case CalendarItem::Status::confirmed:
        return "CONFIRMED";
    case CalendarItem::Status::cancelled:
        return "CANCELLED";
    }
    return {};
}

} // namespace

std::string to_icalendar(std::string_view name, std::span<CalendarItem const> items)
{
    Writer writer;
    writer.plain("BEGIN", "VCALENDAR");
    writer.plain("VERSION", "2.0");
    writer.plain("PRODID", "-//Selatan//Calendar//EN");
    writer.plain("CALSCALE", "GREGORIAN");
    writer.text("X-WR-CALNAME", name);
    for (auto const &item : items) {
        writer.plain("BEGIN", "VEVENT");
        writer.text("UID", item.uid);
        writer.instant("DTSTAMP", item.changed);
        writer.instant("LAST-MODIFIED", item.changed);
        writer.plain("SEQUENCE", std::to_string(item.revision));
        writer.date("DTSTART", item.first);
        // 3.6.1: the end is not included.
        writer.date("DTEND", item.last.plus_days(1));
        writer.text("SUMMARY", item.summary);
        writer.text("LOCATION", item.location);
        writer.plain("URL", item.url);
        writer.plain("STATUS", status_of(item.status));
        // Nobody is busy because a partner's course runs somewhere.
        writer.plain("TRANSP", "TRANSPARENT");
        writer.plain("END", "VEVENT");
    }
    writer.plain("END", "VCALENDAR");
    return std::move(writer).take();
}

} // namespace selatan::activities
