// The code on a certificate, as a reader sees it: the paper is drawn, scanned or photographed
// badly, and the address that was read is opened.
#include "cooperation/participants/certificate.hpp"
#include "tests/support/course.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>
#include <unistd.h>

namespace selatan::participants {
namespace {

using testing::between;

/// A picture in grey, as poppler draws it and zbar reads it.
struct Picture {
    int width = 0;
    int height = 0;
    std::string dots;

    [[nodiscard]] std::size_t place(int x, int y) const
    {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
               static_cast<std::size_t>(x);
    }
    [[nodiscard]] int at(int x, int y) const
    {
        constexpr int table = 200; // beyond the paper
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return table;
        }
        return static_cast<unsigned char>(dots[place(x, y)]);
    }
};

Picture read_picture(std::string const &path)
{
    std::ostringstream all;
    all << std::ifstream{path, std::ios::binary}.rdbuf();
    auto const bytes = all.str();
    std::istringstream head{bytes};
    std::string magic;
    int white = 0;
    Picture picture;
    head >> magic >> picture.width >> picture.height >> white;
    EXPECT_EQ(magic, "P5");
    picture.dots = bytes.substr(static_cast<std::size_t>(head.tellg()) + 1);
    EXPECT_EQ(picture.dots.size(), picture.place(0, picture.height));
    return picture;
}

void write_picture(Picture const &picture, std::string const &path)
{
    std::ofstream{path, std::ios::binary} << "P5\n"
                                          << picture.width << ' ' << picture.height << "\n255\n"
                                          << picture.dots;
}

/// As a hand takes it: askew, out of focus by a dot to each side, grey, darker to the right.
Picture photograph_of(Picture const &paper, double degrees)
{
    auto const angle = degrees * std::numbers::pi / 180;
    auto photograph = paper;
    for (int y = 0; y < paper.height; ++y) {
        for (int x = 0; x < paper.width; ++x) {
            auto const from_x = x - paper.width / 2.0;
            auto const from_y = y - paper.height / 2.0;
            auto const there_x = static_cast<int>(std::cos(angle) * from_x +
                                                  std::sin(angle) * from_y + paper.width / 2.0);
            auto const there_y = static_cast<int>(std::cos(angle) * from_y -
                                                  std::sin(angle) * from_x + paper.height / 2.0);
            int sum = 0;
            for (int down = -1; down <= 1; ++down) {
                for (int across = -1; across <= 1; ++across) {
                    sum += paper.at(there_x + across, there_y + down);
                }
            }
            photograph.dots[paper.place(x, y)] =
                static_cast<char>(40 + sum / 15 - 40 * x / paper.width);
        }
    }
    return photograph;
}

/// Papers on their way to a reader, in a folder that goes with its test.
class Desk {
public:
    Desk()
    {
        m_path = (std::filesystem::temp_directory_path() / "selatan-codes-XXXXXX").string();
        EXPECT_NE(mkdtemp(m_path.data()), nullptr);
    }
    ~Desk() { std::filesystem::remove_all(m_path); }
    Desk(Desk const &) = delete;
    Desk &operator=(Desk const &) = delete;

    void lay(std::string_view paper) const
    {
        std::ofstream{file("paper.pdf"), std::ios::binary} << paper;
    }
    /// What the codes of a page say, a line each.
    [[nodiscard]] std::string scanned(int page, int dots_to_the_inch) const
    {
        draw(page, dots_to_the_inch);
        return said_by("zbarimg --quiet --nodbus --raw " + file("page.pgm"));
    }
    [[nodiscard]] std::string photographed(int page, int dots_to_the_inch, double degrees) const
    {
        draw(page, dots_to_the_inch);
        write_picture(photograph_of(read_picture(file("page.pgm")), degrees),
                      file("photograph.pgm"));
        return said_by("zbarimg --quiet --nodbus --raw " + file("photograph.pgm"));
    }
    [[nodiscard]] std::string text_of(int page) const
    {
        auto const number = std::to_string(page);
        return said_by("pdftotext -f " + number + " -l " + number + " " + file("paper.pdf") + " -");
    }

private:
    [[nodiscard]] std::string file(std::string const &name) const { return m_path + "/" + name; }
    void draw(int page, int dots_to_the_inch) const
    {
        auto const number = std::to_string(page);
        auto const command = "pdftoppm -gray -r " + std::to_string(dots_to_the_inch) + " -f " +
                             number + " -l " + number + " -singlefile " + file("paper.pdf") + " " +
                             file("page");
        ASSERT_EQ(std::system(command.c_str()), 0);
    }
    static std::string said_by(std::string const &command)
    {
        auto *const pipe = popen(command.c_str(), "r");
        EXPECT_NE(pipe, nullptr);
        std::string said;
        std::array<char, 4096> piece{};
        while (auto const got = std::fread(piece.data(), 1, piece.size(), pipe)) {
            said.append(piece.data(), got);
        }
        static_cast<void>(pclose(pipe)); // zbarimg ends with 4 where it found nothing
        return said;
    }

    std::string m_path;
};

class CertificateCodes : public CourseTest {
protected:
    void SetUp() override
    {
        CourseTest::SetUp();
        if (std::system("command -v pdftoppm pdftotext zbarimg >/dev/null 2>&1") != 0) {
            GTEST_SKIP() << "poppler-utils or zbar-tools is not installed";
        }
    }
    void issue_to_all(testing::Browser &officer, testing::Fields fields)
    {
        auto const url = url_of_call() + "/certificates";
        static_cast<void>(officer.get(url));
        EXPECT_EQ(officer.post(url, std::move(fields)).status, 303);
        jobs::Runner runner{store()};
        register_jobs(runner, services().vault, std::string{base_url});
        runner.drain();
    }
    std::vector<DrawnCertificate> drawn()
    {
        return store().read([&](storage::Reader &reader) {
            return certificates_to_draw(reader, services().vault, desk, call);
        });
    }
    /// The address says nothing but the paper's secret; whoever opens it reads what is printed.
    void expect_page_of(DrawnCertificate const &certificate, std::string const &address)
    {
        EXPECT_EQ(address, std::string{base_url} + "/certificates/" + certificate.token + "\n");
        auto const page = browser().get(std::string_view{address}.substr(
            base_url.size(), address.size() - base_url.size() - 1));
        EXPECT_EQ(page.status, 200);
        std::vector<std::string> told;
        std::istringstream facts{between(page.body, "<dl class=\"facts\">", "</dl>")};
        for (std::string piece; std::getline(facts, piece, '<');) {
            if (piece.starts_with("dd>") || piece.starts_with("bdi>")) {
                if (auto text = piece.substr(piece.find('>') + 1); !text.empty()) {
                    told.push_back(std::move(text));
                }
            }
        }
        auto const &value = certificate.value;
        EXPECT_EQ(told,
                  (std::vector<std::string>{value.title, value.course, "1 Apr 2027 to 14 Apr 2027",
                                            value.institute, certificate.number, "15 Apr 2027"}));
    }

    static constexpr std::string_view base_url = "https://selatan.example";
};
INSTANTIATE_ENGINES(CertificateCodes);

TEST_P(CertificateCodes, lead_whoever_reads_them_to_what_the_paper_says)
{
    begin_course();
    completed("Participant (example) 1", {"fr"});
    completed("مشاركة (مثال) ٢", {"ar"});
    auto officer = signed_in("desk@agency.example");
    issue_to_all(officer, {{"signatory", "Head of office"}, {"signatory_post", "Director"}});
    auto const certificates_of_class = drawn();
    ASSERT_EQ(certificates_of_class.size(), 2U);
    auto const paper = officer.get(url_of_call() + "/certificates.pdf");
    ASSERT_EQ(paper.status, 200);
    Desk desk_of_reader;
    desk_of_reader.lay(paper.body);
    for (int page = 1; page <= 2; ++page) {
        auto const &certificate = certificates_of_class[static_cast<std::size_t>(page - 1)];
        SCOPED_TRACE(certificate.value.title);
        auto const print = desk_of_reader.text_of(page);
        EXPECT_NE(print.find("Head of office"), std::string::npos) << print;
        EXPECT_NE(print.find(certificate.number), std::string::npos) << print;
        for (auto const dots : {100, 300}) {
            SCOPED_TRACE(dots);
            expect_page_of(certificate, desk_of_reader.scanned(page, dots));
        }
        for (auto const degrees : {4.0, 176.0}) {
            SCOPED_TRACE(degrees);
            expect_page_of(certificate, desk_of_reader.photographed(page, 150, degrees));
        }
    }
    auto const own = officer.get("/training-certificates/" + certificates_of_class.front().number +
                                 "/certificate.pdf");
    desk_of_reader.lay(own.body);
    expect_page_of(certificates_of_class.front(), desk_of_reader.scanned(1, 100));
}

} // namespace
} // namespace selatan::participants
