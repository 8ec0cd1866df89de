#include "engine/xml/doctype.hpp"

#include <cstring>
#include <libxml/parser.h>
#include <memory>
#include <string>

namespace selatan::xml {

namespace {

struct Found {
    bool entities = false;
    bool attributes = false;
};

Found &found_in(void *context)
{
    return *static_cast<Found *>(context);
}

void on_entity(void *context, xmlChar const * /*name*/, int /*type*/, xmlChar const * /*public_id*/,
               xmlChar const * /*system_id*/, xmlChar * /*content*/)
{
    found_in(context).entities = true;
}

void on_attribute(void *context, xmlChar const * /*element*/, xmlChar const * /*name*/, int type,
                  int /*how*/, xmlChar const *value, xmlEnumerationPtr tree)
{
    found_in(context).attributes |= value != nullptr || type != XML_ATTRIBUTE_CDATA;
    xmlFreeEnumeration(tree); // given to whoever takes the event
}

void be_silent(void * /*context*/, xmlErrorPtr /*error*/)
{
}

struct Free {
    void operator()(xmlParserCtxtPtr context) const { xmlFreeParserCtxt(context); }
};

} // namespace

DoctypeVerdict judge_doctype(std::string_view doctype)
{
    static bool const is_ready = [] {
        xmlInitParser(); // once, before threads
        return true;
    }();
    std::unique_ptr<xmlParserCtxt, Free> const context{is_ready ? xmlNewParserCtxt() : nullptr};
    if (!context) {
        return DoctypeVerdict::wrong;
    }
    Found found;
    std::memset(context->sax, 0, sizeof *context->sax);
    context->sax->initialized = XML_SAX2_MAGIC;
    context->sax->entityDecl = on_entity;
    context->sax->attributeDecl = on_attribute;
    context->sax->serror = be_silent;
    context->userData = &found;
    // Any root will do: that it is the one that the DOCTYPE names is a matter of validity.
    auto const document = std::string{doctype} + "<a/>";
    auto *const parsed =
        xmlCtxtReadMemory(context.get(), document.data(), static_cast<int>(document.size()),
                          nullptr, "UTF-8", XML_PARSE_NONET);
    xmlFreeDoc(parsed);
    return context->wellFormed == 0 ? DoctypeVerdict::wrong
           : found.entities         ? DoctypeVerdict::declares_entities
           : found.attributes       ? DoctypeVerdict::declares_attributes
                                    : DoctypeVerdict::harmless;
}

} // namespace selatan::xml
