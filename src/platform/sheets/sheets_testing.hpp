/// \file
/// What the tests of this folder share: tables collected whole, and small archives made by hand.
#pragma once

#include "platform/sheets/detect.hpp"
#include "platform/sheets/sheet_reader.hpp"

#include <string>
#include <utility>
#include <vector>
#include <zip.h>

namespace selatan::sheets::testing {

using Texts = std::vector<std::vector<std::string>>;

struct Collect : Visitor {
    Outcome first_seen;
    std::vector<Sheet> sheets;
    Texts rows; ///< of all sheets
    std::vector<std::vector<Kind>> kinds;
    std::vector<std::vector<std::string>> raws;
    std::vector<std::size_t> numbers;
    std::vector<std::size_t> lines;
    std::vector<bool> hidden;
    std::vector<Remark> remarks;

    void opened(Outcome const &so_far) override { first_seen = so_far; }
    bool sheet(Sheet const &sheet) override
    {
        sheets.push_back(sheet);
        return true;
    }
    bool row(Row const &row) override
    {
        rows.emplace_back();
        kinds.emplace_back();
        raws.emplace_back();
        for (auto const &cell : row.cells) {
            rows.back().emplace_back(cell.text);
            kinds.back().push_back(cell.kind);
            raws.back().emplace_back(cell.raw);
        }
        numbers.push_back(row.number);
        lines.push_back(row.line);
        hidden.push_back(row.hidden);
        return true;
    }
    void remark(Remark const &remark) override { remarks.push_back(remark); }

    /// "code@place", without the prefix.
    [[nodiscard]] std::vector<std::string> said() const
    {
        std::vector<std::string> all;
        for (auto const &one : remarks) {
            all.push_back(one.code.substr(std::string{"sheets.remark."}.size()) + "@" +
                          one.place.to_string());
        }
        return all;
    }
};

using Parts = std::vector<std::pair<std::string, std::string>>;

inline std::string archive_of(Parts const &parts)
{
    zip_error_t error{};
    auto *const source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto *const archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (auto const &[name, content] : parts) {
        zip_file_add(archive, name.c_str(),
                     zip_source_buffer(archive, content.data(), content.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

/// A workbook of one sheet; `extra` replaces parts or adds to them.
inline std::string workbook(std::string const &sheet_data, Parts const &extra = {})
{
    std::string const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    std::string const office =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    std::string const package = "http://schemas.openxmlformats.org/package/2006/relationships";
    Parts parts{
        {"[Content_Types].xml",
         "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"},
        {"_rels/.rels", "<Relationships xmlns=\"" + package +
                            "\"><Relationship Id=\"rId1\" Type=\"" + office +
                            "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml",
         "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office +
             "\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships xmlns=\"" + package + "\"><Relationship Id=\"rId1\" Type=\"" + office +
             "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" +
             office +
             "/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"rId3\" "
             "Type=\"" +
             office + "/styles\" Target=\"/xl/styles.xml\"/></Relationships>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet xmlns=\"" + main + "\">" + sheet_data + "</worksheet>"},
    };
    for (auto const &[name, content] : extra) {
        bool replaced = false;
        for (auto &part : parts) {
            if (part.first == name) {
                part.second = content;
                replaced = true;
            }
        }
        if (!replaced) {
            parts.emplace_back(name, content);
        }
    }
    std::erase_if(parts, [](auto const &part) { return part.second.empty(); });
    return archive_of(parts);
}

/// An OpenDocument spreadsheet with these tables (`<table:table …>`).
inline std::string spreadsheet(std::string const &tables, std::string const &styles = {})
{
    return archive_of(
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
         {"content.xml",
          "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
          "xmlns:style=\"s\" xmlns:calcext=\"c\"><office:automatic-styles>" +
              styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
              "</office:spreadsheet></office:body></office:document-content>"}});
}

} // namespace selatan::sheets::testing
