#include "mcp/schematranslation.h"

#include <utility>

/// How many items of an array fit: draft 7 knows "at least one" alone. So the items of the value's arrays are counted here, and
/// the arrays that have too few or too many are forbidden by name.
namespace qd {

namespace {

using nlohmann::json;

constexpr size_t mostCountedItems = 2000;
constexpr int deepestCount = 3; ///< of counts inside counts

/// A bound that a schema names; nothing when it names none that can be counted to.
std::optional<double> boundIn(const json &schema, const char *name)
{
    const auto found = schema.find(name);
    return found != schema.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

} // namespace

void SchemaTranslation::addContains(const Site &site, Draft &draft)
{
    const json &schema = *site.schema;
    if (!schema.contains("contains"))
        return;
    const double least = m_isOld ? 1 : boundIn(schema, "minContains").value_or(1);
    const auto most = m_isOld ? std::nullopt : boundIn(schema, "maxContains");
    if (least > 0)
        draft.made["contains"] = define(site, schema.at("contains"));
    if (least <= 1 && !most)
        return;
    const auto wrong = miscounted(inside(site, schema.at("contains")), least, most);
    if (!wrong)
        return doubt(QStringLiteral("there are too many items to count those that fit"), "array", draft);
    if (!wrong->empty())
        draft.parts.push_back(json{{"not", {{"enum", *wrong}}}});
}

/// The arrays of the value that have too few or too many items that fit; none when that is too much to count.
std::optional<json> SchemaTranslation::miscounted(const Site &fitting, double least, std::optional<double> most)
{
    json wrong = json::array();
    size_t items = 0;
    for (const json *array : m_value.arrays())
        items += array->size();
    m_counted += items;
    if (m_depth >= deepestCount || m_counted > mostCountedItems)
        return std::nullopt;
    SchemaTranslation inner(m_index, m_value, m_isOld, m_doubts, m_judge);
    inner.m_depth = m_depth + 1;
    inner.m_counted = m_counted;
    const json draft7 = inner.make(fitting);
    m_counted = inner.m_counted;
    std::vector<const json *> all;
    for (const json *array : m_value.arrays())
        for (const json &item : *array)
            all.push_back(&item);
    const std::vector<bool> fits = m_judge(all, draft7);
    if (fits.size() != all.size())
        return std::nullopt;
    size_t at = 0;
    for (const json *array : m_value.arrays()) {
        double count = 0;
        for (size_t i = 0; i < array->size(); ++i)
            count += fits[at++] ? 1 : 0;
        if (count < least || (most && count > *most))
            wrong.push_back(*array);
    }
    return wrong;
}

} // namespace qd
