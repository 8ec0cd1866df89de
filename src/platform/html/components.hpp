/// \file
/// All components; html.md shows how a page is made of them.
#pragma once

#include "platform/html/form.hpp"
#include "platform/html/frame.hpp"
#include "platform/html/html.hpp"
#include "platform/html/icon.hpp"
#include "platform/html/list.hpp"
#include "platform/html/markdown.hpp"
#include "platform/html/parts.hpp"
#include "platform/html/record.hpp"
#include "platform/html/words.hpp"
