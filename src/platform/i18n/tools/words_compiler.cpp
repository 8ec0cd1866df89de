/// \file
/// words_compiler LOCALE OUT [CAPABILITY…]: checks every LOCALE/LANG/CAPABILITY.json against the
/// English one and writes OUT/CAPABILITY.{hpp,cpp} and OUT/catalogue.cpp; without capabilities, all
/// that any language has. Names every problem as `file: key: sentence`, writes nothing if there is
/// one, and then ends with 1. Files that would not change are left alone, so that nothing is
/// recompiled for them.
#include "platform/i18n/tools/cpp_writer.hpp"
#include "platform/i18n/tools/locale_file.hpp"
#include "platform/i18n/tools/sentence.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>

namespace {

namespace fs = std::filesystem;
using namespace selatan;
using namespace selatan::words_compiler;

class Compiler {
public:
    explicit Compiler(fs::path locale) : m_locale{std::move(locale)} {}

    std::set<std::string> capabilities() const
    {
        std::set<std::string> names;
        for (auto const language : languages) {
            fs::path const folder = m_locale / to_code(language);
            if (!fs::is_directory(folder)) {
                continue;
            }
            for (auto const &entry : fs::directory_iterator{folder}) {
                if (entry.path().extension() == ".json") {
                    names.insert(entry.path().stem().string());
                }
            }
        }
        return names;
    }

    /// Nothing when there is a problem; it has then been told.
    std::optional<Capability> compile(std::string const &name)
    {
        auto const problems_before = m_problems;
        Capability capability{.name = name};
        std::map<std::string, std::string> english;
        std::set<std::string> broken; // in English: the translations are not measured by it
        for (auto const language : languages) {
            auto const file = m_locale / to_code(language) / (name + ".json");
            auto const node = read(file);
            if (!node) {
                continue;
            }
            auto const sentences = sentences_of(*node);
            if (language == Language::en) {
                capability.english = *node;
                english = sentences;
            }
            for (auto const &[key, sentence] : english) {
                if (!sentences.contains(key)) {
                    tell(file, key, "is missing; in English: " + sentence);
                }
            }
            for (auto const &[key, sentence] : sentences) {
                if (!english.contains(key)) {
                    tell(file, key, "is not in English: " + sentence);
                    continue;
                }
                if (broken.contains(key)) {
                    continue;
                }
                try {
                    auto parsed = parse_sentence(language, sentence);
                    auto &all = capability.sentences[key];
                    if (language != Language::en) {
                        check_translation(all[0], parsed);
                    }
                    all[static_cast<std::size_t>(language)] = std::move(parsed);
                } catch (WordsProblem const &problem) {
                    tell(file, key, std::string{problem.what()} + ": " + sentence);
                    if (language == Language::en) {
                        broken.insert(key);
                    }
                }
            }
        }
        return m_problems == problems_before ? std::optional{std::move(capability)} : std::nullopt;
    }

    void tell(fs::path const &file, std::string const &key, std::string const &what)
    {
        std::cerr << file.generic_string() << ": " << key << (key.empty() ? "" : ": ") << what
                  << '\n';
        ++m_problems;
    }

    fs::path file_of(std::string const &name) const { return m_locale / "en" / (name + ".json"); }
    int problems() const { return m_problems; }

private:
    std::optional<Node> read(fs::path const &file)
    {
        try {
            return read_locale(file);
        } catch (WordsProblem const &problem) {
            tell(file, "", problem.what());
            return std::nullopt;
        }
    }

    fs::path m_locale;
    int m_problems = 0;
};

void write_if_changed(fs::path const &file, std::string const &text)
{
    std::ifstream old{file, std::ios::binary};
    std::ostringstream old_text;
    old_text << old.rdbuf();
    if (old && old_text.str() == text) {
        return;
    }
    std::ofstream stream{file, std::ios::binary};
    stream << text;
    if (!stream.flush()) {
        throw std::runtime_error{file.string() + ": cannot be written"};
    }
}

int run(fs::path const &locale, fs::path const &out, std::set<std::string> names)
{
    Compiler compiler{locale};
    if (names.empty()) {
        names = compiler.capabilities();
    }
    std::map<fs::path, std::string> files;
    for (auto const &name : names) {
        auto const capability = compiler.compile(name);
        if (!capability) {
            continue;
        }
        try {
            files[out / (name + ".hpp")] = write_header(*capability);
            files[out / (name + ".cpp")] = write_source(*capability);
        } catch (WordsProblem const &problem) {
            compiler.tell(compiler.file_of(name), "", problem.what());
        }
    }
    if (compiler.problems() > 0) {
        return 1;
    }
    files[out / "catalogue.cpp"] = write_catalogue({names.begin(), names.end()});
    fs::create_directories(out);
    for (auto const &[file, text] : files) {
        write_if_changed(file, text);
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::cerr << "usage: words_compiler LOCALE OUT [CAPABILITY...]\n";
        return 2;
    }
    try {
        return run(argv[1], argv[2], {argv + 3, argv + argc});
    } catch (std::exception const &error) {
        std::cerr << "words_compiler: " << error.what() << '\n';
        return 1;
    }
}
