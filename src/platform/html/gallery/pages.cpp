#include "platform/html/gallery/gallery.hpp"

namespace selatan::html::gallery {

namespace {

/// All pages in one language.
class Gallery {
public:
    explicit Gallery(Look look)
        : m_look{std::move(look)}, m_words{m_look.is_arabic ? arabic() : english()}
    {
    }

    [[nodiscard]] std::vector<Page> pages() const
    {
        return {{"desk", desk_page()},       {"list", list_page()},
                {"empty", empty_page()},     {"record", record_page()},
                {"form", form_page(false)},  {"problems", form_page(true)},
                {"plan", plan_page()},       {"parts", parts_page()},
                {"sign-in", sign_in_page()}, {"portal", portal_page()}};
    }

private:
    [[nodiscard]] std::string t(char const *english_text, char const *arabic_text) const
    {
        return m_look.is_arabic ? arabic_text : english_text;
    }

    [[nodiscard]] Frame frame(std::string title, std::string_view current) const
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
            .example_banner =
                t("Example installation. Every record, post and amount here is made up.",
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
            .user =
                UserMenu{.name = t("Desk officer, Pacific", "مسؤول مكتب المحيط الهادئ"),
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

    [[nodiscard]] Html desk_page() const
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
                              .title =
                                  t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
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

    [[nodiscard]] std::vector<Example> examples() const
    {
        return {{"REQ-2026-0041", t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
                 t("Timor-Leste", "تيمور - ليشتي"), received(), t("13 days", "13 يومًا"), "24",
                 "48,200", Due::overdue},
                {"REQ-2026-0038",
                 t("Cold chain for reef fish cooperatives in the outer islands",
                   "سلسلة التبريد لتعاونيات أسماك الشعاب في الجزر الخارجية"),
                 t("Fiji", "فيجي"), screened(), t("9 days", "9 أيام"), "60", "212,000", Due::soon},
                {"REQ-2026-0036", t("Batik and weaving for export", "الباتيك والنسيج للتصدير"),
                 t("Madagascar", "مدغشقر"), matched(), t("4 days", "4 أيام"), "18", "31,500",
                 Due::none},
                {"REQ-2026-0033",
                 t("Early warning for volcanic ash", "إنذار مبكر بالرماد البركاني"),
                 t("Papua New Guinea", "بابوا غينيا الجديدة"), screened(), t("6 days", "6 أيام"),
                 "12", "96,400", Due::none},
                {"REQ-2026-0029", t("Vanilla quality laboratory", "مختبر جودة الفانيليا"),
                 t("Madagascar", "مدغشقر"), returned(), t("8 days", "8 أيام"), "9", "140,750",
                 Due::soon},
                {"REQ-2026-0027", t("Midwife trainers", "مدربات القبالة"),
                 t("Solomon Islands", "جزر سليمان"), overdue_opinion(), t("11 days", "11 يومًا"),
                 "30", "58,900", Due::overdue},
                {"REQ-2026-0021", t("Drought-resistant maize", "ذرة مقاومة للجفاف"),
                 t("Mozambique", "موزمبيق"), matched(), t("2 days", "يومان"), "45", "77,000",
                 Due::none},
                {"REQ-2026-0018", t("Village fund accounting", "محاسبة صناديق القرى"),
                 t("Suriname", "سورينام"), screened(), t("5 days", "5 أيام"), "22", "39,300",
                 Due::none}};
    }

    [[nodiscard]] Html list_page() const
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
                date_field({.name = "since", .label = t("Changed since", "تغيّر منذ")}, "",
                           m_words)),
            .chips = {{t("State: received or screened", "الحالة: مستلم أو مفروز"), "?"},
                      {t("In this state for more than 5 days", "في هذه الحالة أكثر من 5 أيام"),
                       "?"}},
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
            requests.rows.push_back(
                {.key = one.reference,
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
        shown.content =
            fragment(page_head({.title = t("Requests", "الطلبات"),
                                .actions = {{.label = t("Register a request", "سجّل طلبًا"),
                                             .url = "form.html",
                                             .emphasis = Emphasis::primary,
                                             .picture = Icon::plus}}}),
                     list(requests, m_words));
        return page(shown, m_words);
    }

    [[nodiscard]] Html empty_page() const
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

    [[nodiscard]] Html record_page() const
    {
        using Stage = Step::Stage;
        Record request{
            .kind = t("Request", "طلب"),
            .reference = "REQ-2026-0041",
            .title = t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
            .state = {t("Registered", "مسجّل"), Tone::active},
            .steps = {{t("Received", "مستلم"), Stage::done, t("2 November", "2 نوفمبر")},
                      {t("Registered", "مسجّل"), Stage::current, t("4 November", "4 نوفمبر")},
                      {t("Screened", "مفروز"), Stage::next, ""},
                      {t("Matched", "مطابق"), Stage::next, ""},
                      {t("Proposed", "مقترح"), Stage::next, ""},
                      {t("In the portfolio", "في المحفظة"), Stage::next, ""},
                      {t("Answered", "مُجاب"), Stage::next, ""}},
            .waiting = Waiting{.who = t("Desk officer, Pacific", "مسؤول مكتب المحيط الهادئ"),
                               .what = t("to screen it", "لفرزه"),
                               .by = {"2026-11-18", t("18 November 2026", "18 نوفمبر 2026")},
                               .due = Due::overdue,
                               .due_text = t("3 working days overdue", "متأخر 3 أيام عمل")},
            .actions = {{.label = t("Screen", "افرز"),
                         .url = "form.html",
                         .emphasis = Emphasis::primary},
                        {.label = t("Return for completion", "أعده للاستكمال"), .url = "form.html"},
                        {.label = t("Follow", "تابع"),
                         .url = "/requests/41/followers",
                         .emphasis = Emphasis::quiet,
                         .posts = true,
                         .hidden = {{"token", "example"}, {"version", "3"}},
                         .picture = Icon::bookmark}},
            .notices = {{.tone = Tone::waiting,
                         .title = t("No designated focal point signed this request",
                                    "لم توقّع جهة اتصال معيّنة على هذا الطلب"),
                         .body = p(t("It can go on; ask the embassy to confirm the sender.",
                                     "يمكن المتابعة؛ اطلب من السفارة تأكيد المرسل."))}},
            .particulars =
                {{t("Partner", "الشريك"),
                  a(href("/partners/TLS"), bdi(t("Timor-Leste", "تيمور - ليشتي")))},
                 {t("Sector", "القطاع"), fragment(t("Agricultural inputs", "المدخلات الزراعية"),
                                                  " ", span(cls("reference"), "31150"))},
                 {t("Modality", "الأسلوب"), fragment(tag(t("Training", "تدريب")), " ",
                                                     tag(t("Expert assignment", "إيفاد خبير")))},
                 {t("People to be reached", "الأشخاص المستهدفون"), fragment("24")},
                 {t("Languages", "اللغات"),
                  fragment(t("Tetum, Indonesian", "التيتوم، الإندونيسية"))},
                 {t("Estimate", "التقدير"), bdi("48,200.00 USD")},
                 {t("Goals", "الأهداف"), fragment(tag("SDG 2.4"), " ", tag("SDG 17.9"))},
                 {t("Reference for letters", "مرجع الرسائل"), copyable("REQ-2026-0041", m_words)}},
            .sections =
                block(t("What is asked for", "المطلوب"),
                      div(cls("prose"),
                          from_markdown(
                              t("Seed inspectors of five municipalities test by eye. They ask "
                                "for:\n\n1. two weeks of practical training near *Subang*;\n2. "
                                "a field manual in **Tetum**;\n3. an expert for the first "
                                "harvest.",
                                "يفحص مفتشو البذور في خمس بلديات بالعين المجردة. وهم يطلبون:\n\n"
                                "1. أسبوعين من التدريب العملي؛\n2. دليلًا ميدانيًا بلغة "
                                "**التيتوم**؛\n3. خبيرًا للموسم الأول."))
                              .html())),
            .thread = {{t("Note verbale", "مذكرة شفوية"), "COR-2026-0198",
                        t("Embassy of Timor-Leste, 30 October", "سفارة تيمور - ليشتي، 30 أكتوبر"),
                        "record.html", std::nullopt, Stage::done},
                       {t("Request", "طلب"), "REQ-2026-0041",
                        t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"),
                        "record.html", Badge{t("Registered", "مسجّل"), Tone::active},
                        Stage::current},
                       {t("Match", "مطابقة"), "", t("3 offers fit", "3 عروض مناسبة"), "list.html",
                        std::nullopt, Stage::next},
                       {t("Plan line", "بند الخطة"), "", t("Programme of 2027", "برنامج 2027"), "",
                        std::nullopt, Stage::next}},
            .history =
                {{.who = t("Desk officer, Pacific", "مسؤول مكتب المحيط الهادئ"),
                  .when = {"2026-11-19T09:12:00Z", t("19 November, 16:12", "19 نوفمبر، 16:12")},
                  .what = t("wrote to the partner", "كتب إلى الشريك"),
                  .comment = p(t("Could the Ministry of Agriculture tell us how many of the 24 "
                                 "inspectors read Indonesian?",
                                 "هل يمكن لوزارة الزراعة أن تخبرنا كم من المفتشين الـ24 يقرأ "
                                 "الإندونيسية؟")),
                  .audience = Audience::partner},
                 {.who = t("Ministry of Agriculture", "وزارة الزراعة"),
                  .when = {"2026-11-17T03:40:00Z", t("17 November, 10:40", "17 نوفمبر، 10:40")},
                  .what = t("commented", "علّق"),
                  .comment = p(t("The training centre is free from March. Our own budget can carry "
                                 "the lodging, not the flights.",
                                 "مركز التدريب متاح من مارس. ميزانيتنا تتحمل الإقامة لا تذاكر "
                                 "السفر.")),
                  .audience = Audience::internal,
                  .files = {{.label = t("Calendar of the centre.pdf", "جدول المركز.pdf"),
                             .url = "/files/1"}}},
                 {.who = t("Registry", "السجل"),
                  .when = {"2026-11-04T02:05:00Z", t("4 November, 09:05", "4 نوفمبر، 09:05")},
                  .what = t("corrected the request", "صحّح الطلب"),
                  .changes = {{t("People to be reached", "الأشخاص المستهدفون"), "42", "24"},
                              {t("Sector", "القطاع"), "",
                               t("Agricultural inputs (31150)", "المدخلات الزراعية (31150)")}},
                  .reason = t("The annex of the note says 24.", "ملحق المذكرة يقول 24.")},
                 {.who = t("Registry", "السجل"),
                  .when = {"2026-11-04T01:50:00Z", t("4 November, 08:50", "4 نوفمبر، 08:50")},
                  .what = t("registered the request", "سجّل الطلب")}},
            .comment_form = CommentForm{.url = "/requests/41/comments",
                                        .hidden = {{"token", "example"}},
                                        .may_tell_partner = true},
        };
        auto shown = frame(request.title, "record");
        shown.trail = {{.label = t("Requests", "الطلبات"), .url = "list.html"},
                       {.label = "REQ-2026-0041"}};
        shown.content = record(request, m_words);
        return page(shown, m_words);
    }

    [[nodiscard]] Html form_page(bool refused) const
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
                radio_field({.name = "origin",
                             .label = t("How it came", "كيف ورد"),
                             .error = origin_error,
                             .is_required = true},
                            {{"note", t("Note verbale", "مذكرة شفوية"),
                              t("From an embassy or ministry of foreign affairs",
                                "من سفارة أو وزارة خارجية")},
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
                field_row(fragment(
                    number_field({.name = "people",
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
                                 text_field(
                                     {.name = base + "title", .label = t("Title", "العنوان")}, "",
                                     m_words, {.width = Width::half}),
                                 date_field({.name = base + "date", .label = t("Date", "التاريخ")},
                                            "", m_words)));
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

    [[nodiscard]] Html plan_page() const
    {
        auto shown = frame(t("Programme of 2027", "برنامج 2027"), "plan");
        shown.content = fragment(
            page_head({.title = t("Programme of 2027", "برنامج 2027"),
                       .lead = t("Ceilings allocated on 12 October 2026, in million rupiah.",
                                 "السقوف المخصصة في 12 أكتوبر 2026، بملايين الروبيات."),
                       .actions = {{.label = t("Propose a line", "اقترح بندًا"),
                                    .url = "form.html",
                                    .emphasis = Emphasis::primary,
                                    .picture = Icon::plus}}}),
            stepper({{t("Proposals in", "المقترحات"), Step::Stage::done, ""},
                     {t("Appraised", "مقيّم"), Step::Stage::done, ""},
                     {t("Ranked", "مرتّب"), Step::Stage::current,
                      t("until 30 November", "حتى 30 نوفمبر")},
                     {t("Ceiling set", "السقف محدد"), Step::Stage::next, ""},
                     {t("Established", "معتمد"), Step::Stage::next, ""},
                     {t("Budgeted", "مدرج بالميزانية"), Step::Stage::next, ""}},
                    m_words),
            figures({{"38", t("lines", "بندًا"), "list.html"},
                     {"21", t("partners", "شريكًا"), "list.html"},
                     {"1,460", t("people", "شخصًا"), "list.html"},
                     {"2", t("ceilings exceeded", "سقفان متجاوزان"), "list.html", Tone::bad}}),
            block(
                t("Against the ceilings", "مقابل السقوف"),
                ceiling_table({.caption = t("Amounts against the ceilings", "المبالغ مقابل السقوف"),
                               .label = t("Ceiling", "السقف"),
                               .rows = {{t("Whole programme", "البرنامج كله"), "list.html",
                                         "61,200", "18,400", "96,000", "16,400", 637, 192},
                                        {t("Pacific", "المحيط الهادئ"), "list.html", "22,900",
                                         "6,100", "25,000", "−4,000", 916, 244},
                                        {t("Africa", "أفريقيا"), "list.html", "14,300", "5,700",
                                         "32,000", "12,000", 447, 178},
                                        {t("South-East Asia", "جنوب شرق آسيا"), "list.html",
                                         "19,000", "4,600", "29,000", "5,400", 655, 159},
                                        {t("Humanitarian", "إنساني"), "list.html", "5,000", "2,000",
                                         "6,500", "−500", 769, 308}}},
                              m_words)),
            block(t("Calendar of the year", "تقويم السنة"),
                  timeline({{{"2026-09-01", t("1 September", "1 سبتمبر")},
                             t("Proposals opened", "فُتح باب المقترحات"),
                             "",
                             p(t("Ministries and missions were told by circular.",
                                 "أُبلغت الوزارات والبعثات بتعميم."))},
                            {{"2026-10-12", t("12 October", "12 أكتوبر")},
                             t("Ceilings allocated", "خُصصت السقوف"),
                             "record.html",
                             {}},
                            {{"2026-11-30", t("30 November", "30 نوفمبر")},
                             t("Ranking ends", "ينتهي الترتيب"),
                             "",
                             {}}})));
        return page(shown, m_words);
    }

    [[nodiscard]] Html parts_page() const
    {
        auto shown = frame(t("All parts", "كل الأجزاء"), "parts");
        auto const sentence =
            p(t("What happened, and what can be done about it.", "ما حدث، وما يمكن فعله حياله."));
        shown.content = fragment(
            page_head({.title = t("All parts", "كل الأجزاء")}),
            block(t("Notices", "تنبيهات"),
                  fragment(notice({Tone::neutral, t("Good to know", "للعلم"), sentence}),
                           notice({Tone::active, t("Under way", "جارٍ"), sentence}),
                           notice({Tone::waiting, t("Take care", "انتبه"), sentence}),
                           notice({Tone::good, t("Done", "تم"), sentence}),
                           notice({Tone::bad, t("Refused", "مرفوض"), sentence}))),
            block(t("States and words", "الحالات والكلمات"),
                  p(cls("actions"), badge(received()), badge(screened()), badge(returned()),
                    badge(matched()), badge(overdue_opinion()), tag("LDC"), tag("SIDS"),
                    tag(t("Training", "تدريب")))),
            block(t("Actions", "الإجراءات"),
                  action_row(
                      {{.label = t("Accept", "اقبل"), .url = "#a", .emphasis = Emphasis::primary},
                       {.label = t("Edit", "عدّل"), .url = "#b"},
                       {.label = t("Follow", "تابع"), .url = "#c", .emphasis = Emphasis::quiet},
                       {.label = t("Withdraw", "اسحب"),
                        .url = "/withdrawal",
                        .emphasis = Emphasis::danger,
                        .posts = true}})),
            block(t("Cards", "بطاقات"),
                  cards({{.title = t("Rice seed certification", "اعتماد بذور الأرز"),
                          .url = "record.html",
                          .above = t("Course, 2 weeks", "دورة، أسبوعان"),
                          .content = p(t("Practical training in five stages of inspection.",
                                         "تدريب عملي على خمس مراحل للتفتيش.")),
                          .footer =
                              fragment(tag(t("Agriculture", "زراعة")), " ",
                                       badge({t("12 places left", "بقي 12 مكانًا"), Tone::good}))},
                         {.title = t("Cold chain for fisheries", "سلسلة تبريد لمصائد الأسماك"),
                          .url = "record.html",
                          .above = t("Expert assignment", "إيفاد خبير"),
                          .content = p(t("Two engineers for up to sixty days.",
                                         "مهندسان لمدة تصل إلى ستين يومًا.")),
                          .footer = tag(t("Fisheries", "مصائد"))},
                         {.title = t("Village fund accounting", "محاسبة صناديق القرى"),
                          .url = "record.html",
                          .above = t("Study visit", "زيارة دراسية"),
                          .content = p(t("Six villages that keep public books.",
                                         "ست قرى تمسك دفاتر علنية.")),
                          .footer = tag(t("Public finance", "مالية عامة"))}})),
            block(t("Work in the background", "عمل في الخلفية"),
                  progress_bar({.id = "import",
                                .label = t("Reading the register of 2025", "قراءة سجل 2025"),
                                .percent = 22,
                                .text = t("1,204 of 5,466 rows", "1,204 من 5,466 صفًا")})));
        return page(shown, m_words);
    }

    [[nodiscard]] Html sign_in_page() const
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

    [[nodiscard]] Html portal_page() const
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

    Look m_look;
    Words m_words;
};

} // namespace

std::vector<Page> pages(Look const &look)
{
    return Gallery{look}.pages();
}

} // namespace selatan::html::gallery
