// One record, one plan, and the small parts that pages are put together from.
#include "platform/html/gallery/pages.hpp"

namespace selatan::html::gallery {

Html Gallery::record_page() const
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
             {t("Sector", "القطاع"), fragment(t("Agricultural inputs", "المدخلات الزراعية"), " ",
                                              span(cls("reference"), "31150"))},
             {t("Modality", "الأسلوب"), fragment(tag(t("Training", "تدريب")), " ",
                                                 tag(t("Expert assignment", "إيفاد خبير")))},
             {t("People to be reached", "الأشخاص المستهدفون"), fragment("24")},
             {t("Languages", "اللغات"), fragment(t("Tetum, Indonesian", "التيتوم، الإندونيسية"))},
             {t("Estimate", "التقدير"), bdi("48,200.00 USD")},
             {t("Goals", "الأهداف"), fragment(tag("SDG 2.4"), " ", tag("SDG 17.9"))},
             {t("Reference for letters", "مرجع الرسائل"), copyable("REQ-2026-0041", m_words)}},
        .sections = block(
            t("What is asked for", "المطلوب"),
            div(cls("prose"),
                from_markdown(t("Seed inspectors of five municipalities test by eye. They ask "
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
                    t("Training of rice seed inspectors", "تدريب مفتشي بذور الأرز"), "record.html",
                    Badge{t("Registered", "مسجّل"), Tone::active}, Stage::current},
                   {t("Match", "مطابقة"), "", t("3 offers fit", "3 عروض مناسبة"), "list.html",
                    std::nullopt, Stage::next},
                   {t("Plan line", "بند الخطة"), "", t("Programme of 2027", "برنامج 2027"), "",
                    std::nullopt, Stage::next}},
        .history = {{.who = t("Desk officer, Pacific", "مسؤول مكتب المحيط الهادئ"),
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
                     .comment =
                         p(t("The training centre is free from March. Our own budget can carry "
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

Html Gallery::plan_page() const
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
        stepper(
            {{t("Proposals in", "المقترحات"), Step::Stage::done, ""},
             {t("Appraised", "مقيّم"), Step::Stage::done, ""},
             {t("Ranked", "مرتّب"), Step::Stage::current, t("until 30 November", "حتى 30 نوفمبر")},
             {t("Ceiling set", "السقف محدد"), Step::Stage::next, ""},
             {t("Established", "معتمد"), Step::Stage::next, ""},
             {t("Budgeted", "مدرج بالميزانية"), Step::Stage::next, ""}},
            m_words),
        figures({{"38", t("lines", "بندًا"), "list.html"},
                 {"21", t("partners", "شريكًا"), "list.html"},
                 {"1,460", t("people", "شخصًا"), "list.html"},
                 {"2", t("ceilings exceeded", "سقفان متجاوزان"), "list.html", Tone::bad}}),
        block(t("Against the ceilings", "مقابل السقوف"),
              ceiling_table({.caption = t("Amounts against the ceilings", "المبالغ مقابل السقوف"),
                             .label = t("Ceiling", "السقف"),
                             .rows = {{t("Whole programme", "البرنامج كله"), "list.html", "61,200",
                                       "18,400", "96,000", "16,400", 637, 192},
                                      {t("Pacific", "المحيط الهادئ"), "list.html", "22,900",
                                       "6,100", "25,000", "−4,000", 916, 244},
                                      {t("Africa", "أفريقيا"), "list.html", "14,300", "5,700",
                                       "32,000", "12,000", 447, 178},
                                      {t("South-East Asia", "جنوب شرق آسيا"), "list.html", "19,000",
                                       "4,600", "29,000", "5,400", 655, 159},
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

Html Gallery::parts_page() const
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
        block(
            t("Actions", "الإجراءات"),
            action_row({{.label = t("Accept", "اقبل"), .url = "#a", .emphasis = Emphasis::primary},
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
                      .footer = fragment(tag(t("Agriculture", "زراعة")), " ",
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
                      .content =
                          p(t("Six villages that keep public books.", "ست قرى تمسك دفاتر علنية.")),
                      .footer = tag(t("Public finance", "مالية عامة"))}})),
        block(t("Work in the background", "عمل في الخلفية"),
              progress_bar({.id = "import",
                            .label = t("Reading the register of 2025", "قراءة سجل 2025"),
                            .percent = 22,
                            .text = t("1,204 of 5,466 rows", "1,204 من 5,466 صفًا")})));
    return page(shown, m_words);
}

} // namespace selatan::html::gallery
