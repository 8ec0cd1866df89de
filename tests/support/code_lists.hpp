/// \file
/// Fixtures on the code lists that the program carries. Loading them takes longer than most tests:
/// it is done once for all.
#pragma once

#include "cooperation/reference/code_list.hpp"
#include "cooperation/reference/lists.hpp"
#include "tests/support/web.hpp"

#include <memory>

namespace selatan::testing {

inline constexpr TestDatabase::Contents with_code_lists{
    "code_lists", [](storage::Store &store) {
        store.write([](storage::Tx &tx) { reference::load_shipped(tx); });
    }};

class CodeListTest : public EngineTest {
protected:
    [[nodiscard]] TestDatabase::Contents contents() const override { return with_code_lists; }
};

class CodeListWebTest : public WebTest {
protected:
    [[nodiscard]] TestDatabase::Contents contents() const override { return with_code_lists; }
    std::unique_ptr<records::CodeLists> make_code_lists() override
    {
        return reference::code_lists(store());
    }
};

} // namespace selatan::testing
