// What is filled in.
#include "platform/html/gallery/pages.hpp"

namespace selatan::html::gallery {

Html Gallery::form_page(bool refused) const
{
    auto const wrong = [&](char const *english_text, char const *arabic_text) {
        return refused ? t(english_text, arabic_text) : std::string{};
    };
    auto const title_error =
        wrong("Say in a few words what is asked for", "اذكر المطلوب في بضع كلمات");
    auto const date_error = wrong("The note cannot be dated in the future",
                                  "لا يمكن أن يكون تاريخ المذكرة في المستقبل");
    auto const origin_error = wrong("Say how the request came", "اذكر كيف ورد الطلب");
    auto const money_error = wrong("Write the amount in figures: 48200 or 48200.50",
                                   "اكتب المبلغ بالأرقام: 48200 أو 48200.50");
    std::vector<Option> const sectors{
        {"31120", t("Agricultural development", "التنمية الزراعية"), ""},
        {"31150", t("Agricultural inputs", "المدخلات الزراعية"), ""},
        {"31310", t("Fishing policy", "سياسة الصيد"), ""},
        {"12220", t("Basic health care", "الرعاية الصحية الأساسية"), ""},
        {"12281", t("Health personnel", "العاملون الصحيون"), ""},
        {"74020", t("Disaster preparedness", "التأهب للكوارث"), ""},
        {"15111", t("Public finance", "المالية العامة"), ""},
        {"11330", t("Vocational training", "التدريب المهني"), ""},
        {"14030", t("Drinking water", "مياه الشرب"), ""},
        {"23210", t("Renewable energy", "الطاقة المتجددة"), ""},
        {"33120", t("Trade facilitation", "تيسير التجارة"), ""},
        {"41020", t("Biosphere protection", "حماية المحيط الحيوي"), ""},
        {"43040", t("Rural development", "التنمية الريفية"), ""}};
    Html fields;
    fields += field_group(
        t("The note", "المذكرة"), "",
        fragment(
            radio_field(
                {.name = "origin",
                 .label = t("How it came", "كيف ورد"),
                 .error = origin_error,
                 .is_required = true},
                {{"note", t("Note verbale", "مذكرة شفوية"),
                  t("From an embassy or ministry of foreign affairs", "من سفارة أو وزارة خارجية")},
                 {"commission", t("Joint commission", "لجنة مشتركة"), ""},
                 {"pledge", t("Leaders' pledge", "تعهد القادة"), ""}},
                refused ? "" : "note", m_words),
            field_row(fragment(text_field({.name = "number", .label = t("Its number", "رقمها")},
                                          "NV/214/X/2026", m_words, {.width = Width::half}),
                               date_field({.name = "dated",
                                           .label = t("Its date", "تاريخها"),
                                           .error = date_error,
                                           .is_required = true},
                                          refused ? "2027-10-30" : "2026-10-30", m_words))),
            file_field({.name = "scan",
                        .label = t("Scan of the note", "نسخة ممسوحة من المذكرة"),
                        .hint = t("PDF or picture, up to 50 MB", "PDF أو صورة، حتى 50 م.ب")},
                       m_words, {.accept = ".pdf,.png,.jpg", .takes_many = true})));
    fields += field_group(
        t("What is asked for", "المطلوب"), "",
        fragment(
            multilingual_field({.name = "title",
                                .label = t("Title", "العنوان"),
                                .hint = t("What the partner would call it", "كما يسميه الشريك"),
                                .is_required = true},
                               {{.language = "en",
                                 .language_name = t("English", "الإنجليزية"),
                                 .value = refused ? "" : "Training of rice seed inspectors",
                                 .error = title_error},
                                {.language = "id",
                                 .language_name = t("Indonesian", "الإندونيسية"),
                                 .value = "Pelatihan pengawas benih padi"},
                                {.language = "fr",
                                 .language_name = t("French", "الفرنسية"),
                                 .state = Translation::State::missing},
                                {.language = "es",
                                 .language_name = t("Spanish", "الإسبانية"),
                                 .state = Translation::State::missing},
                                {.language = "pt",
                                 .language_name = t("Portuguese", "البرتغالية"),
                                 .value = "Formação de inspetores de sementes de arroz",
                                 .state = Translation::State::machine},
                                {.language = "ar",
                                 .language_name = t("Arabic", "العربية"),
                                 .direction = Direction::right_to_left,
                                 .value = "تدريب مفتشي بذور الأرز"}},
                               m_words),
            text_area({.name = "problem",
                       .label = t("The problem", "المشكلة"),
                       .hint = t("In the partner's own words where possible",
                                 "بكلمات الشريك نفسه إن أمكن")},
                      t("Seed inspectors of five municipalities test by eye.",
                        "يفحص مفتشو البذور في خمس بلديات بالعين المجردة."),
                      m_words),
            field_row(fragment(
                select_field(
                    {.name = "country", .label = t("Partner", "الشريك"), .is_required = true},
                    {{"FJI", t("Fiji", "فيجي"), t("Oceania", "أوقيانوسيا")},
                     {"PNG", t("Papua New Guinea", "بابوا غينيا الجديدة"),
                      t("Oceania", "أوقيانوسيا")},
                     {"TLS", t("Timor-Leste", "تيمور - ليشتي"), t("Asia", "آسيا")}},
                    "TLS", m_words),
                text_field({.name = "contact",
                            .label = t("E-mail of the focal point", "بريد جهة الاتصال"),
                            .autocomplete = "off"},
                           "focal.point@example.org", m_words,
                           {.kind = TextKind::email, .width = Width::half}))),
            choices_field({.name = "sectors", .label = t("Sectors", "القطاعات")}, sectors,
                          {"31150"}, m_words),
            field_row(
                fragment(number_field({.name = "people",
                                       .label = t("People to be reached", "الأشخاص المستهدفون")},
                                      "24", m_words, {.unit = t("people", "شخصًا"), .min = "0"}),
                         money_field({.name = "estimate",
                                      .label = t("Estimate", "التقدير"),
                                      .hint = t("As the partner wrote it", "كما كتبه الشريك"),
                                      .error = money_error},
                                     refused ? "about 48 thousand" : "48200", "USD",
                                     {{"USD", "USD", ""}, {"IDR", "IDR", ""}, {"EUR", "EUR", ""}},
                                     m_words))),
            repeated_rows(
                {.name = "documents",
                 .legend = t("Documents that support it", "وثائق مؤيدة"),
                 .count = 2,
                 .row =
                     [&](std::string_view index) {
                         std::string const base = "documents." + std::string{index} + ".";
                         return field_row(fragment(
                             text_field({.name = base + "title", .label = t("Title", "العنوان")},
                                        "", m_words, {.width = Width::half}),
                             date_field({.name = base + "date", .label = t("Date", "التاريخ")}, "",
                                        m_words)));
                     }},
                m_words),
            checkbox({.name = "consent",
                      .label = t("The partner has consented in writing", "وافق الشريك كتابةً"),
                      .hint = t("Attach the consent to the scan", "أرفق الموافقة بالنسخة")},
                     true, m_words)));
    Form const entry{.id = "request",
                     .url = "/requests",
                     .hidden = {{"token", "example"}, {"command", "0192"}},
                     .problems = refused ? std::vector<FieldProblem>{{"origin", origin_error},
                                                                     {"dated", date_error},
                                                                     {"title.en", title_error},
                                                                     {"estimate", money_error}}
                                         : std::vector<FieldProblem>{},
                     .fields = std::move(fields),
                     .submits = {{.label = t("Register", "سجّل")},
                                 {.label = t("Keep as a draft", "احفظ مسودة"),
                                  .name = "verb",
                                  .value = "draft",
                                  .emphasis = Emphasis::normal}},
                     .cancel = Link{.label = t("Cancel", "إلغاء"), .url = "list.html"},
                     .has_files = true,
                     .autosave_url = "/drafts/0192",
                     .saved_text = t("Draft saved at 14:02", "حُفظت المسودة الساعة 14:02")};
    auto shown = frame(t("Register a request", "سجّل طلبًا"), refused ? "problems" : "form");
    shown.trail = {{.label = t("Requests", "الطلبات"), .url = "list.html"},
                   {.label = t("Register a request", "سجّل طلبًا")}};
    shown.content =
        fragment(page_head({.title = t("Register a request", "سجّل طلبًا"),
                            .lead = t("From its letter alone: codes can be added later.",
                                      "من الرسالة وحدها: يمكن إضافة الرموز لاحقًا.")}),
                 entry_form(entry, m_words));
    return page(shown, m_words);
}

Html Gallery::sign_in_page() const
{
    auto shown = frame(t("Sign in", "تسجيل الدخول"), "");
    shown.layout = Frame::Layout::narrow;
    shown.user.reset();
    shown.search_url.clear();
    shown.content = fragment(
        page_head({.title = t("Sign in", "تسجيل الدخول")}),
        entry_form({.id = "sign-in",
                    .url = "/session",
                    .hidden = {{"token", "example"}},
                    .fields = fragment(text_field({.name = "email",
                                                   .label = t("E-mail", "البريد الإلكتروني"),
                                                   .is_required = true,
                                                   .autocomplete = "username"},
                                                  "", m_words, {.kind = TextKind::email}),
                                       text_field({.name = "password",
                                                   .label = t("Password", "كلمة السر"),
                                                   .is_required = true,
                                                   .autocomplete = "current-password"},
                                                  "", m_words, {.kind = TextKind::password})),
                    .submits = {{.label = t("Sign in", "تسجيل الدخول")}}},
                   m_words),
        p(a(href("/password"), t("I have lost my password", "نسيت كلمة السر"))));
    return page(shown, m_words);
}

} // namespace selatan::html::gallery
