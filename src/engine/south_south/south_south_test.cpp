#include "engine/south_south/south_south.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace selatan::south_south {
namespace {

std::vector<Sign> signs_in(std::string_view text)
{
    std::vector<Sign> signs;
    for (auto const &one : mentions(text)) {
        signs.push_back(one.sign);
    }
    return signs;
}

TEST(Mentions, are_found_in_each_language)
{
    struct Case {
        std::string_view text;
        Sign sign;
    };
    for (auto const &[text, sign] : {
             Case{"promoting South-South cooperation", Sign::words},
             Case{"SOUTH – SOUTH COOPERATION IN CHILD HEALTH", Sign::words},
             Case{"leveraging South?South exchanges", Sign::words}, // a dash, badly encoded
             Case{"a south south cooperation between two countries", Sign::words},
             Case{"kerja sama selatan-selatan", Sign::words},
             Case{"la coopération Sud-Sud", Sign::words},
             Case{"la cooperación sur-sur en la región", Sign::words},
             Case{"a cooperação sul-sul", Sign::words},
             Case{"Süd-Süd-Kooperation", Sign::words},
             Case{"technical cooperation among developing countries", Sign::words},
             Case{"التعاون بين بلدان الجنوب", Sign::words},
             Case{"triangular cooperation", Sign::triangular_words},
             Case{"triangular technical co-operation", Sign::triangular_words},
             Case{"kerja sama triangular", Sign::triangular_words},
             Case{"la coopération triangulaire", Sign::triangular_words},
             Case{"proyecto de cooperación triangular", Sign::triangular_words},
             Case{"a cooperação trilateral", Sign::triangular_words},
             Case{"Dreieckskooperation", Sign::triangular_words},
             Case{"التعاون الثلاثي", Sign::triangular_words},
             Case{"a North-South-South partnership", Sign::triangular_words},
             Case{"support (incl. SSTC) to counties", Sign::abbreviation},
         }) {
        EXPECT_EQ(signs_in(text), std::vector{sign}) << text;
    }
}

TEST(Mentions, are_not_seen_where_the_words_mean_something_else)
{
    for (std::string_view const text :
         {"trade of the South. South Africa gains", "south of the river", "South Sudan",
          "research on South-South migration", "the triangular trade in slaves",
          "triangulation of sources", "une étude sur sur le terrain", "SSCs and sstc", "sul", "",
          "south-", "\xff\xfe south"}) {
        EXPECT_TRUE(mentions(text).empty()) << text;
    }
}

/// "sure", "weak" or "none", as the surest of them is.
std::string_view sureness(std::string_view text)
{
    auto const found = mentions(text);
    bool const is_sure =
        std::any_of(found.begin(), found.end(), [](Mention const &one) { return !one.is_weak; });
    return is_sure ? "sure" : found.empty() ? "none" : "weak";
}

TEST(Mentions, are_found_however_they_are_written)
{
    for (std::string_view const text : {
             "South to South exchange for fisheries",
             "South-to-South learning",
             "échanges du Sud au Sud",
             "SouthSouth Cooperation",
             "South/South cooperation",
             "Sur Sur intercambio",
             "South-South and triangular initiatives",
             "Technical Cooperation among Developing Countries (TCDC)",
             "Cooperación técnica entre países en desarrollo (CTPD)",
             "COOPERACIÓN TÉCNICA ENTRE PAÍSES EN DESARROLLO",
             "la coopération technique entre pays en développement",
             "a cooperação técnica entre países em desenvolvimento",
             "kerja sama teknik antar negara berkembang",
             "kerja sama Selatan-Selatan",
             "Pertukaran pengetahuan Selatan-Selatan",
             "participação no diálogo sul-sul",
             "التعاون جنوب-جنوب",
             "تعزيز التعاون بين بلدان الجنوب",
             "دعم للتعاون بين دول الجنوب",
             "South-South cooperation in Nigeria",
             "South-South cooperation of the West African states",
             "not only South-South cooperation, but trade",
             "No. South-South cooperation",
             "Sin embargo, la cooperación Sur-Sur",
         }) {
        EXPECT_EQ(sureness(text), "sure") << text;
    }
}

TEST(Mentions, are_weak_where_a_place_may_be_meant_or_something_else)
{
    for (std::string_view const text : {
             "Roads in the South-South",
             "Rivers State, South-South geopolitical zone of Nigeria",
             "South-South Regional Development Commission Nigeria",
             "Technical assistance to the South-South zone",
             "Knowledge for schools of South-South Nigeria",
             "exchange of buses in South-South Ward",
             "South-to-South corridor",
             "Línea Sur-Sur del metro",
             "Asistencia y cooperación para la línea Sur-Sur",
             "la carretera Sur-Sur",
             "la zone Sud-Sud",
             "Horizontal cooperation among Latin American ministries",
             "Fondo de cooperación horizontal",
             "cooperación técnica horizontal",
             "la coopération horizontale",
             "a cooperação horizontal",
             "KSS",
             "Supported through S-S cooperation",
             "CTPD",
         }) {
        EXPECT_EQ(sureness(text), "weak") << text;
    }
}

TEST(Mentions, are_none_where_a_text_refuses_them_or_tells_the_way)
{
    for (std::string_view const text : {
             "This project does not involve South-South cooperation.",
             "It isn't South-South cooperation",
             "North-South, not South-South",
             "no South-South or triangular cooperation",
             "without South-South exchange",
             "Ce projet ne comporte pas de coopération Sud-Sud",
             "ce n’est pas une coopération Sud-Sud ou triangulaire",
             "sans coopération triangulaire",
             "El proyecto no incluye cooperación Sur-Sur",
             "sin cooperación triangular",
             "O projeto não envolve cooperação Sul-Sul",
             "sem cooperação triangular",
             "tidak termasuk kerja sama Selatan-Selatan",
             "bukan kerja sama triangular",
             "South-south-west region roads",
             "from south to south-west, with technical assistance",
             "South South local government area",
             "South to South Africa",
         }) {
        EXPECT_EQ(sureness(text), "none") << text;
    }
}

TEST(Mentions, are_funds_that_pay_for_nothing_else)
{
    for (std::string_view const text : {
             "IBSA Fund: rice seed",
             "paid by the IBSA Trust Fund",
             "India Brazil South Africa facility",
             "India, Brazil and South Africa (IBSA) Fund for poverty alleviation",
             "Fondo IBSA",
             "o Fundo IBAS",
             "India-UN Development Partnership Fund",
             "the India–United Nations Development Partnership Fund",
             "Pérez-Guerrero Trust Fund",
             "financed by UNFSSC",
             "a grant of the PGTF",
             "UNOSSC Trust Fund",
         }) {
        EXPECT_EQ(sureness(text), "sure") << text;
    }
    EXPECT_EQ(sureness("the IBSA forum"), "weak");
    EXPECT_EQ(sureness("a fund of India and the UN"), "none");
}

TEST(Mentions, say_where_they_stand)
{
    std::string_view const text = "Pour la coopération Sud-Sud et triangulaire en coopération";
    auto const found = mentions(text);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(text.substr(found[0].begin, found[0].size), "Sud-Sud");
    EXPECT_EQ(text.substr(found[1].begin, found[1].size), "triangulaire");
}

auto const brazil = *CountryCode::parse("BRA");
auto const haiti = *CountryCode::parse("HTI");
auto const norway = *CountryCode::parse("NOR");

Organisation government(Role role, CountryCode country, Side side, std::string_view name)
{
    return {.role = role, .side = side, .is_government = true, .country = country, .name = name};
}

TEST(SouthSouth, the_publishers_code_decides)
{
    auto const finding = find({.collaboration = "8",
                               .tagged = {},
                               .tagged_parties = {},
                               .texts = {},
                               .organisations = {},
                               .recipients = {}});
    EXPECT_EQ(finding.level, Level::stated);
    ASSERT_EQ(finding.evidence.size(), 1U);
    EXPECT_EQ(finding.evidence[0].sign, Sign::collaboration_code);
    EXPECT_EQ(to_code(finding.evidence[0].where), "collaboration_type");
}

Level level_of(std::vector<Text> texts, std::vector<Organisation> organisations = {},
               std::vector<Recipient> recipients = {})
{
    return find({.collaboration = "1",
                 .tagged = {},
                 .tagged_parties = {},
                 .texts = std::move(texts),
                 .organisations = std::move(organisations),
                 .recipients = std::move(recipients)})
        .level;
}

TEST(SouthSouth, a_title_tells_what_an_activity_is_about_a_long_text_mentions)
{
    EXPECT_EQ(level_of({{Where::title, "South-South cooperation Algeria-Togo"}}),
              Level::south_south);
    EXPECT_EQ(level_of({{Where::title, "Triangular cooperation on rice"}}), Level::triangular);
    EXPECT_EQ(level_of({{Where::description, "South-South and triangular cooperation on rice"}}),
              Level::south_south);
    std::string long_text;
    for (int i = 0; i < 120; ++i) {
        long_text += "Schools and wells are built in the district. ";
    }
    EXPECT_EQ(level_of({{Where::description, long_text}}), Level::no);
    long_text += "South-South cooperation may help.";
    EXPECT_EQ(level_of({{Where::description, long_text}}), Level::perhaps);
}

TEST(SouthSouth, who_pays_tells_by_its_whole_name_alone)
{
    EXPECT_EQ(level_of({{Where::participant, "IBSA Fund"}}), Level::south_south);
    EXPECT_EQ(level_of({{Where::participant, "UN Office for South-South Cooperation"}}),
              Level::south_south);
    EXPECT_EQ(level_of({{Where::participant, "SSC Consulting"}}), Level::no);
    EXPECT_EQ(level_of({{Where::participant, "IBSA"}}), Level::no);
}

TEST(SouthSouth, the_name_of_a_place_makes_no_more_than_perhaps)
{
    EXPECT_EQ(level_of({{Where::title, "Rivers State, South-South geopolitical zone of Nigeria"}}),
              Level::perhaps);
    EXPECT_EQ(level_of({{Where::title, "This is not South-South cooperation"}}), Level::no);
    // Both: what is sure decides.
    EXPECT_EQ(level_of({{Where::title, "South-South zone: South-South cooperation with Chad"}}),
              Level::south_south);
}

TEST(SouthSouth, roles_and_countries_tell_without_a_word)
{
    std::vector<Recipient> const to_haiti{{haiti, true}};
    auto const brazilian = government(Role::funding, brazil, Side::south, "ABC");
    auto const norwegian = government(Role::funding, norway, Side::north, "Norad");
    EXPECT_EQ(level_of({}, {brazilian}, to_haiti), Level::south_south);
    auto const found = find({.collaboration = {},
                             .tagged = {},
                             .tagged_parties = {},
                             .texts = {},
                             .organisations = {brazilian},
                             .recipients = to_haiti});
    ASSERT_EQ(found.evidence.size(), 1U);
    EXPECT_EQ(to_code(found.evidence[0].where), "participating_org");
    EXPECT_EQ(level_of({}, {government(Role::reporting, brazil, Side::south, "ABC")}, to_haiti),
              Level::south_south);
    EXPECT_EQ(level_of({}, {brazilian, norwegian}, to_haiti), Level::triangular);
    // Norway alone, and a recipient's own ministry, are neither.
    EXPECT_EQ(level_of({}, {norwegian}, to_haiti), Level::no);
    EXPECT_EQ(level_of({},
                       {norwegian, government(Role::implementing, haiti, Side::south, "Ministry")},
                       to_haiti),
              Level::no);
    EXPECT_EQ(level_of({}, {brazilian}, {{norway, false}}), Level::no);
    // A firm or an institute of another Southern country does the work: perhaps.
    Organisation const institute{
        .role = Role::implementing, .side = Side::south, .country = brazil, .name = "Institute"};
    EXPECT_EQ(level_of({}, {norwegian, institute}, to_haiti), Level::perhaps);
    // With words that say so, it is triangular.
    EXPECT_EQ(
        level_of({{Where::title, "South-South cooperation"}}, {norwegian, institute}, to_haiti),
        Level::triangular);
}

TEST(SouthSouth, the_evidence_quotes_what_was_read)
{
    std::string const text = std::string(400, 'x') + " é" + std::string(200, 'y') +
                             " the South-South cooperation é" + std::string(300, 'z');
    auto const finding = find({.collaboration = {},
                               .tagged = {},
                               .tagged_parties = {},
                               .texts = {{Where::description, text}},
                               .organisations = {},
                               .recipients = {}});
    ASSERT_EQ(finding.evidence.size(), 1U);
    EXPECT_EQ(finding.evidence[0].quote, "… the South-South cooperation…");
    EXPECT_EQ(finding.evidence[0].where, Where::description);
}

TEST(SouthSouth, evidence_is_told_once_for_each_place_and_kind)
{
    std::string many;
    for (int i = 0; i < 50; ++i) {
        many += "South-South cooperation, triangular cooperation, SSTC. ";
    }
    auto const finding = find({.collaboration = {},
                               .tagged = {},
                               .tagged_parties = {},
                               .texts = {{Where::title, many}, {Where::description, many}},
                               .organisations = {},
                               .recipients = {}});
    EXPECT_EQ(finding.evidence.size(), 6U);
    EXPECT_EQ(finding.evidence.back().sign, Sign::abbreviation);
}

TEST(SouthSouth, codes_lead_back_to_what_they_name)
{
    for (auto const level :
         {Level::stated, Level::triangular, Level::south_south, Level::perhaps, Level::no}) {
        Level back = Level::no;
        EXPECT_TRUE(from_code(to_code(level), back));
        EXPECT_EQ(back, level);
    }
}

TEST(SouthSouth, whoever_names_all_its_members_has_no_providers)
{
    std::vector<Organisation> members;
    for (std::string_view const code : {"BRA", "AGO", "ARG", "BGD", "CHL", "CHN", "EGY", "IND"}) {
        members.push_back(government(Role::funding, *CountryCode::parse(code), Side::south, code));
    }
    EXPECT_EQ(level_of({}, members, {{haiti, true}}), Level::south_south);
    members.push_back(
        government(Role::funding, *CountryCode::parse("KEN"), Side::south, "A ninth"));
    EXPECT_EQ(level_of({}, members, {{haiti, true}}), Level::no);
    // Who does the work is no member that pays.
    members.push_back(
        government(Role::implementing, *CountryCode::parse("CUB"), Side::south, "Cuba"));
    EXPECT_EQ(level_of({}, members, {{haiti, true}}), Level::perhaps);
}

TEST(Parties, are_who_supports_who_provides_and_who_receives)
{
    auto const brazilian = government(Role::funding, brazil, Side::south, "ABC");
    auto const norwegian = government(Role::funding, norway, Side::north, "Norad");
    auto const haitian = government(Role::implementing, haiti, Side::south, "Ministry");
    auto const told = parties({.collaboration = {},
                               .tagged = {},
                               .tagged_parties = {},
                               .texts = {},
                               .organisations = {brazilian, norwegian, haitian, brazilian},
                               .recipients = {{haiti, true}, {haiti, true}, {norway, false}}});
    EXPECT_EQ(told, (std::vector<Party>{{PartyRole::supporter, norway, "Norad"},
                                        {PartyRole::provider, brazil, "ABC"},
                                        {PartyRole::recipient, haiti, {}}}));
}

TEST(Parties, are_those_that_the_publishers_own_tags_name)
{
    // Who coordinates extends, and is no supporter, as one would guess of a Northern body.
    Activity const activity{
        .collaboration = "1",
        .tagged = Level::south_south,
        .tagged_parties = {{PartyRole::recipient, haiti, {}}, {PartyRole::provider, brazil, "ABC"}},
        .texts = {},
        .organisations = {government(Role::extending, norway, Side::north, "Coordination")},
        .recipients = {{haiti, true}}};
    EXPECT_EQ(parties(activity), (std::vector<Party>{{PartyRole::provider, brazil, "ABC"},
                                                     {PartyRole::recipient, haiti, {}}}));
    auto const finding = find(activity);
    EXPECT_EQ(finding.level, Level::stated);
    ASSERT_FALSE(finding.evidence.empty());
    EXPECT_EQ(finding.evidence[0].sign, Sign::tag);
    EXPECT_EQ(finding.evidence[0].quote, "south_south");
}

} // namespace
} // namespace selatan::south_south
