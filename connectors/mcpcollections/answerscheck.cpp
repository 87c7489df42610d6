#include "mcpcollections/stepreader.h"

#include <algorithm>

/// What the collection wants said to the server when it asks.
namespace qd {

namespace {

bool isTextMember(const CollectionJson &object, const char *name)
{
    const auto member = object.find(name);
    return member != object.end() && member->is_string();
}

bool isRoot(const CollectionJson &root) { return root.is_string() || (root.is_object() && isTextMember(root, "uri")); }

bool isFileRoot(const CollectionJson &root)
{
    const CollectionJson &uri = root.is_object() ? root.at("uri") : root;
    return uri.get_ref<const std::string &>().starts_with("file://") || uri.get_ref<const std::string &>().find("${") != std::string::npos;
}

void checkElicit(const CollectionJson &value, const QString &place)
{
    const bool isKnown = value == "accept" || value == "decline" || value == "cancel";
    if (!isKnown && !isVariable(value))
        refuse(place, QStringLiteral("accept, decline or cancel is expected"));
}

} // namespace

void checkAnswers(const Part &part, QStringList &notes)
{
    part.noteUnknown({QStringLiteral("elicit"), QStringLiteral("content"), QStringLiteral("sample"), QStringLiteral("roots")}, notes);
    if (const CollectionJson *elicit = part.find("elicit"))
        checkElicit(*elicit, part.at("elicit"));
    if (const CollectionJson *content = part.find("content"); content && !content->is_object() && !isVariable(*content))
        refuse(part.at("content"), QStringLiteral("an object with the fields of the form is expected"));
    if (const CollectionJson *sample = part.find("sample"); sample && !sample->is_string() && !(sample->is_object() && sample->contains("content")))
        refuse(part.at("sample"), QStringLiteral("a text, or an object with “content”, is expected"));
    const CollectionJson *roots = part.find("roots");
    if (roots && !isVariable(*roots) && !(roots->is_array() && std::ranges::all_of(*roots, isRoot)))
        refuse(part.at("roots"), QStringLiteral("a list of addresses, or of objects with “uri” and “name”, is expected"));
    if (roots && roots->is_array() && !std::ranges::all_of(*roots, isFileRoot))
        notes << QStringLiteral("a root in the answers is no address that begins with file:") + QStringLiteral("//");
}

} // namespace qd
