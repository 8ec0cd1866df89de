// What waits, lists, and the portal: pages that lead on to others.
#include "platform/html/gallery/pages.hpp"

namespace selatan::html::gallery {

std::vector<Page> Gallery::pages() const
{
    return {{"desk", desk_page()},     {"list", list_page()},      {"empty", empty_page()},
            {"record", record_page()}, {"form", form_page(false)}, {"problems", form_page(true)},
            {"plan", plan_page()},     {"parts", parts_page()},    {"sign-in", sign_in_page()},
            {"portal", portal_page()}};
}

Frame Gallery::frame(std::string title, std::string_view current) const
{
    auto const link = [&](Icon picture, std::string label, std::string_view name,
                          std::string count = {}) {
        return Link{.label = std::move(label),
                    .url = std::string{name} + ".html",
                    .current = name == current,
                    .picture = picture,
                    .count = std::move(count)};
    };
    return {
        .language = m_look.is_arabic ? "ar" : "en",
        .direction = m_look.is_arabic ? Direction::right_to_left : Direction::left_to_right,
        .theme = m_look.theme,
        .title = std::move(title),
        .product = "Selatan",
        .installation = "Indonesian AID",
        .home_url = "desk.html",
        .example_banner = t("Example installation. Every record, post and amount here is made up.",
                            "نسخة تجريبية. كل السجلات والمناصب والمبالغ هنا أمثلة."),
        .navigation = {link(Icon::desk, t("My desk", "مكتبي"), "desk", "7"),
                       link(Icon::partners, t("Partners", "الشركاء"), "portal"),
                       link(Icon::letter, t("Correspondence", "المراسلات"), "empty", "2"),
                       link(Icon::request, t("Requests", "الطلبات"), "list"),
                       link(Icon::offer, t("Offers", "العروض"), "parts"),
                       link(Icon::match, t("Matching", "المطابقة"), "form"),
                       link(Icon::plan, t("Programming", "البرمجة"), "plan"),
                       link(Icon::project, t("Projects", "المشاريع"), "record"),
                       link(Icon::knowledge, t("Knowledge", "المعرفة"), "problems")},
        .search_url = "/search",
        .languages = {{"en", "English"},
                      {"id", "Bahasa Indonesia"},
                      {"fr", "Français"},
                      {"es", "Español"},
                      {"pt", "Português"},
                      {"ar", "العربية"}},
        .language_url = "/settings/language",
        .theme_url = "/settings/theme",
        .user = UserMenu{.name = t("Desk officer, Pacific", "مسؤول مكتب المحيط الهادئ"),
                         .office = "Indonesian AID",
                         .links = {{.label = t("My settings", "إعداداتي"), .url = "/settings"},
                                   {.label = t("Delegations", "التفويضات"), .url = "/delegations"}},
                         .sign_out_url = "/session/end"},
        .hidden = {{"token", "example"}},
        .footer = {{.label = t("Manual", "الدليل"), .url = "/help"},
                   {.label = t("Privacy", "الخصوصية"), .url = "/privacy"},
                   {.label = t("Accessibility", "إمكانية الوصول"), .url = "/accessibility"}},
        .footer_note = "Selatan 0.1.0",
    };
}

Html Gallery::desk_page() const
{
    auto shown = frame(t("My desk", "مكتبي"), "desk");
    shown.content = fragment(
        page_head({.title = t("My desk", "مكتبي"),
                   .lead = t("7 acts wait for you. One clock has run out.",
                             "سبعة إجراءات بانتظارك. انقضت مهلة واحدة."),
                   .actions = {{.label = t("Register a note", "سجّل مذكرة"),
                                .url = "form.html",
                                .emphasis = Emphasis::primary,
                                .picture = Icon::plus}}}),
        desk({{.title = t("Clocks running out", "مهل توشك أن تنقضي"),
               .count = "3",
               .items = {{.what = t("Screen", "افرز"),
                          .title = t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
                          .url = "record.html",
                          .reference = "REQ-2026-0041",
                          .from = t("Timor-Leste", "تيمور - ليشتي"),
                          .state = received(),
                          .due = Due::overdue,
                          .due_text = t("3 working days overdue", "متأخر 3 أيام عمل")},
                         {.what = t("Ask for the opinion on", "اطلب الرأي في"),
                          .title = t("Cold chain for reef fish cooperatives",
                                     "سلسلة التبريد لتعاونيات أسماك الشعاب"),
                          .url = "record.html",
                          .reference = "REQ-2026-0038",
                          .from = t("Fiji", "فيجي"),
                          .state = screened(),
                          .due = Due::soon,
                          .due_text = t("1 working day left", "بقي يوم عمل واحد")},
                         {.what = t("Answer", "أجب على"),
                          .title = t("Vanilla quality laboratory", "مختبر جودة الفانيليا"),
                          .url = "record.html",
                          .reference = "REQ-2026-0029",
                          .from = t("Madagascar", "مدغشقر"),
                          .state = returned(),
                          .due = Due::soon,
                          .due_text = t("2 working days left", "بقي يوما عمل")}},
               .more = {.label = t("All clocks", "كل المهل"), .url = "list.html"}},
              {.title = t("Decisions to take", "قرارات مطلوبة"),
               .count = "2",
               .items = {{.what = t("Give an opinion on", "أبدِ رأيك في"),
                          .title = t("Plan line 2027/14: midwife trainers",
                                     "بند الخطة 2027/14: مدربات القبالة"),
                          .url = "record.html",
                          .reference = "PLN-2027-0014",
                          .from = t("Ministry of Health", "وزارة الصحة"),
                          .due = Due::later,
                          .due_text = t("8 working days left", "بقيت 8 أيام عمل")},
                         {.what = t("Initial", "وقّع بالأحرف الأولى"),
                          .title = t("Note verbale to the Embassy of Fiji",
                                     "مذكرة شفوية إلى سفارة فيجي"),
                          .url = "record.html",
                          .reference = "COR-2026-0210",
                          .from = t("Directorate for the Pacific", "مديرية المحيط الهادئ"),
                          .due = Due::later,
                          .due_text = t("5 working days left", "بقيت 5 أيام عمل")}}},
              {.title = t("Partners to answer", "شركاء ينتظرون الرد"),
               .count = "2",
               .items = {{.what = t("Reply to", "رُدّ على"),
                          .title = t("Focal point asks about travel dates",
                                     "جهة الاتصال تسأل عن مواعيد السفر"),
                          .url = "record.html",
                          .reference = "REQ-2026-0033",
                          .from = t("Papua New Guinea", "بابوا غينيا الجديدة")},
                         {.what = t("Confirm receipt of", "أكّد استلام"),
                          .title = t("Letter on drought-resistant maize",
                                     "رسالة عن الذرة المقاومة للجفاف"),
                          .url = "record.html",
                          .reference = "COR-2026-0217",
                          .from = t("Mozambique", "موزمبيق")}}}}));
    return page(shown, m_words);
}

std::vector<Gallery::Example> Gallery::examples() const
{
    return {
        {"REQ-2026-0041", t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
         t("Timor-Leste", "تيمور - ليشتي"), received(), t("13 days", "13 يومًا"), "24", "48,200",
         Due::overdue},
        {"REQ-2026-0038",
         t("Cold chain for reef fish cooperatives in the outer islands",
           "سلسلة التبريد لتعاونيات أسماك الشعاب في الجزر الخارجية"),
         t("Fiji", "فيجي"), screened(), t("9 days", "9 أيام"), "60", "212,000", Due::soon},
        {"REQ-2026-0036", t("Batik and weaving for export", "الباتيك والنسيج للتصدير"),
         t("Madagascar", "مدغشقر"), matched(), t("4 days", "4 أيام"), "18", "31,500", Due::none},
        {"REQ-2026-0033", t("Early warning for volcanic ash", "إنذار مبكر بالرماد البركاني"),
         t("Papua New Guinea", "بابوا غينيا الجديدة"), screened(), t("6 days", "6 أيام"), "12",
         "96,400", Due::none},
        {"REQ-2026-0029", t("Vanilla quality laboratory", "مختبر جودة الفانيليا"),
         t("Madagascar", "مدغشقر"), returned(), t("8 days", "8 أيام"), "9", "140,750", Due::soon},
        {"REQ-2026-0027", t("Midwife trainers", "مدربات القبالة"),
         t("Solomon Islands", "جزر سليمان"), overdue_opinion(), t("11 days", "11 يومًا"), "30",
         "58,900", Due::overdue},
        {"REQ-2026-0021", t("Drought-resistant maize", "ذرة مقاومة للجفاف"),
         t("Mozambique", "موزمبيق"), matched(), t("2 days", "يومان"), "45", "77,000", Due::none},
        {"REQ-2026-0018", t("Village fund accounting", "محاسبة صناديق القرى"),
         t("Suriname", "سورينام"), screened(), t("5 days", "5 أيام"), "22", "39,300", Due::none}};
}

Html Gallery::list_page() const
{
    using Sorted = Column::Sorted;
    List requests{
        .id = "requests",
        .caption = t("Requests", "الطلبات"),
        .count = t("1,204 requests, 12 of them overdue", "1,204 طلبًا، 12 منها متأخرة"),
        .columns = {{.key = "title",
                     .label = t("Request", "الطلب"),
                     .is_fixed = true,
                     .sort_url = "?sort=title"},
                    {.key = "country",
                     .label = t("Partner", "الشريك"),
                     .sort_url = "?sort=country"},
                    {.key = "state", .label = t("State", "الحالة"), .sort_url = "?sort=state"},
                    {.key = "clock",
                     .label = t("In this state", "في هذه الحالة"),
                     .sorted = Sorted::descending,
                     .sort_url = "?sort=clock"},
                    {.key = "people",
                     .label = t("People", "الأشخاص"),
                     .is_number = true,
                     .sort_url = "?sort=people"},
                    {.key = "amount",
                     .label = t("Estimate, USD", "التقدير، دولار"),
                     .is_number = true,
                     .sort_url = "?sort=amount"},
                    {.key = "sector", .label = t("Sector", "القطاع"), .is_shown = false},
                    {.key = "lead", .label = t("Lead", "المسؤول"), .is_shown = false}},
        .totals = {fragment(m_words.list.total), Html{}, Html{}, Html{}, fragment("220"),
                   fragment("704,050")},
        .url = "/requests",
        .filter_keeps = {{"sort", "-clock"}},
        .columns_keep = {{"q", "state:screened"}},
        .typed_filter = "state:received,screened clock:>5d",
        .typed_filter_example = "state:screened country:TLS clock:>10d lead:@me",
        .filter_fields = fragment(
            select_field({.name = "country", .label = t("Partner", "الشريك")},
                         {{"FJI", t("Fiji", "فيجي"), t("Pacific", "المحيط الهادئ")},
                          {"TLS", t("Timor-Leste", "تيمور - ليشتي"), t("Asia", "آسيا")}},
                         "", m_words),
            date_field({.name = "since", .label = t("Changed since", "تغيّر منذ")}, "", m_words)),
        .chips = {{t("State: received or screened", "الحالة: مستلم أو مفروز"), "?"},
                  {t("In this state for more than 5 days", "في هذه الحالة أكثر من 5 أيام"), "?"}},
        .clear_url = "?",
        .views = {{{.label = t("Pacific, overdue", "المحيط الهادئ، متأخر"), .url = "?view=1"},
                   t("private", "خاص")},
                  {{.label = t("Waiting for ministries", "بانتظار الوزارات"),
                    .url = "?view=2",
                    .current = true},
                   t("team", "الفريق")}},
        .save_view_url = "/views",
        .view_audiences = {{"private", t("Only me", "أنا فقط"), ""},
                           {"team", t("My office", "مكتبي"), ""}},
        .bulk = {{t("Assign", "أسند"), "/requests/assignment"},
                 {t("Ask for opinions", "اطلب الآراء"), "/requests/opinions"},
                 {t("Defer to next year", "أرجئ إلى العام القادم"), "/requests/deferral",
                  Emphasis::danger}},
        .hidden = {{"token", "example"}},
        .exports = {{.label = "CSV", .url = "?format=csv"},
                    {.label = "XLSX", .url = "?format=xlsx"}},
        .paging = {.previous = "?before=1", .next = "?after=8"},
    };
    for (auto const &one : examples()) {
        requests.rows.push_back({.key = one.reference,
                                 .label = one.reference,
                                 .cells = {fragment(a(href("record.html"), bdi(one.title)),
                                                    small(cls("reference"), one.reference)),
                                           bdi(one.country), badge(one.state), fragment(one.clock),
                                           fragment(one.people), fragment(one.amount)},
                                 .due = one.due});
    }
    auto shown = frame(t("Requests", "الطلبات"), "list");
    shown.flash = Notice{.tone = Tone::good,
                         .body = p(t("REQ-2026-0038 was assigned to the Directorate for the "
                                     "Pacific. You can undo this until 14:32.",
                                     "أُسند REQ-2026-0038 إلى مديرية المحيط الهادئ. يمكنك "
                                     "التراجع حتى 14:32.")),
                         .live = true};
    shown.content = fragment(page_head({.title = t("Requests", "الطلبات"),
                                        .actions = {{.label = t("Register a request", "سجّل طلبًا"),
                                                     .url = "form.html",
                                                     .emphasis = Emphasis::primary,
                                                     .picture = Icon::plus}}}),
                             list(requests, m_words));
    return page(shown, m_words);
}

Html Gallery::empty_page() const
{
    List notes{.caption = t("Incoming notes", "المذكرات الواردة"),
               .columns = {{.key = "title", .label = t("Note", "المذكرة"), .is_fixed = true}},
               .url = "/correspondence",
               .typed_filter_example = "channel:post from:FJI",
               .empty = {.picture = Icon::letter,
                         .title = t("No note has come in yet", "لم ترد أي مذكرة بعد"),
                         .text = t("Register the first one from its scan: number, date and "
                                   "channel are enough, and its thread begins here.",
                                   "سجّل الأولى من نسختها الممسوحة: يكفي الرقم والتاريخ "
                                   "والقناة، ومن هنا يبدأ مسارها."),
                         .actions = {{.label = t("Register a note", "سجّل مذكرة"),
                                      .url = "form.html",
                                      .emphasis = Emphasis::primary,
                                      .picture = Icon::plus}}}};
    auto shown = frame(t("Correspondence", "المراسلات"), "empty");
    shown.content =
        fragment(page_head({.title = t("Correspondence", "المراسلات"),
                            .lead = t("Letters and notes verbales, coming in and going out.",
                                      "الرسائل والمذكرات الشفوية، الواردة والصادرة.")}),
                 list(notes, m_words));
    return page(shown, m_words);
}

Html Gallery::portal_page() const
{
    auto shown = frame(t("Cooperation with the South", "التعاون مع الجنوب"), "portal");
    shown.layout = Frame::Layout::open;
    shown.user.reset();
    shown.sign_in = Link{.label = t("Sign in", "تسجيل الدخول"), .url = "sign-in.html"};
    shown.navigation.resize(4);
    for (auto &item : shown.navigation) {
        item.picture = Icon::none;
        item.count.clear();
    }
    shown.content = fragment(
        page_head({.title = t("What partners do together", "ما ينجزه الشركاء معًا"),
                   .lead = t("Requests, courses, experts and equipment between countries of "
                             "the South, from the first letter to what changed.",
                             "طلبات ودورات وخبراء ومعدات بين بلدان الجنوب، من أول رسالة إلى "
                             "ما تغيّر.")}),
        figures({{"39", t("activities this year", "نشاطًا هذا العام"), "list.html"},
                 {"310", t("people trained", "شخصًا تدرّب"), "list.html"},
                 {"46", t("partner countries", "بلدًا شريكًا"), "list.html"}}),
        block(t("Open calls", "دعوات مفتوحة"),
              cards({{.title = t("Tsunami early warning", "الإنذار المبكر بالتسونامي"),
                      .url = "record.html",
                      .above = t("Until 15 January 2027", "حتى 15 يناير 2027"),
                      .content = p(t("Twenty places for officers of coastal states.",
                                     "عشرون مكانًا لموظفي الدول الساحلية."))},
                     {.title = t("Islamic microfinance", "التمويل الإسلامي الأصغر"),
                      .url = "record.html",
                      .above = t("Until 31 January 2027", "حتى 31 يناير 2027"),
                      .content = p(t("Fifteen places for regulators.",
                                     "خمسة عشر مكانًا للجهات الرقابية."))}})));
    return page(shown, m_words);
}

std::vector<Page> pages(Look const &look)
{
    return Gallery{look}.pages();
}

} // namespace selatan::html::gallery
