/// \file
/// The gallery's pages, a method each. For this folder only.
#pragma once

#include "platform/html/gallery/gallery.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace selatan::html::gallery {

/// All pages in one language.
class Gallery {
public:
    explicit Gallery(Look look)
        : m_look{std::move(look)}, m_words{m_look.is_arabic ? arabic() : english()}
    {
    }

    [[nodiscard]] std::vector<Page> pages() const;

private:
    [[nodiscard]] std::string t(char const *english_text, char const *arabic_text) const
    {
        return m_look.is_arabic ? arabic_text : english_text;
    }
    [[nodiscard]] Frame frame(std::string title, std::string_view current) const;

    [[nodiscard]] Badge screened() const { return {t("Screened", "مفروز"), Tone::active}; }
    [[nodiscard]] Badge received() const { return {t("Received", "مستلم"), Tone::neutral}; }
    [[nodiscard]] Badge overdue_opinion() const
    {
        return {t("Opinion missing", "الرأي ناقص"), Tone::bad};
    }
    [[nodiscard]] Badge matched() const { return {t("Matched", "مطابق"), Tone::good}; }
    [[nodiscard]] Badge returned() const
    {
        return {t("Returned for completion", "أعيد للاستكمال"), Tone::waiting};
    }

    struct Example {
        char const *reference;
        std::string title;
        std::string country;
        Badge state;
        std::string clock;
        char const *people;
        char const *amount;
        Due due;
    };
    [[nodiscard]] std::vector<Example> examples() const;

    [[nodiscard]] Html desk_page() const;
    [[nodiscard]] Html list_page() const;
    [[nodiscard]] Html empty_page() const;
    [[nodiscard]] Html record_page() const;
    [[nodiscard]] Html form_page(bool refused) const;
    [[nodiscard]] Html plan_page() const;
    [[nodiscard]] Html parts_page() const;
    [[nodiscard]] Html sign_in_page() const;
    [[nodiscard]] Html portal_page() const;

    Look m_look;
    Words m_words;
};

} // namespace selatan::html::gallery
