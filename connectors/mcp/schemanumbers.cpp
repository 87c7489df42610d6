#include "mcp/schematranslation.h"

#include "mcp/decimaltext.h"

#include <algorithm>
#include <cmath>

/// What valijson computes with real numbers and 64 bits: multiples of decimals, whole numbers that are longer. Here the numbers
/// of the value are told apart by their digits, and those that do not fit are forbidden by name.
namespace qd {

namespace {

using nlohmann::json;

constexpr size_t mostListedNumbers = 2'000'000; ///< comparisons that a rule may cost

/// Beyond what a real number holds exactly, each of them is whole.
bool isLongWhole(const json &number)
{
    return number.is_number_float() && std::abs(number.get<double>()) > 9007199254740992.0 && std::isfinite(number.get<double>());
}

bool namesInteger(const json &type)
{
    return type == "integer" || (type.is_array() && std::find(type.begin(), type.end(), "integer") != type.end());
}

} // namespace

void SchemaTranslation::addNumbers(const Site &site, Draft &draft)
{
    if (const auto type = site.schema->find("type"); type != site.schema->end())
        addType(*type, draft);
    const auto divisor = site.schema->find("multipleOf");
    if (divisor == site.schema->end() || !divisor->is_number())
        return;
    const std::string divisorText = divisor->dump();
    json others = json::array();
    for (const json &number : m_value.numbers())
        if (!isMultipleOf(number.dump(), divisorText))
            others.push_back(number);
    if (others.size() * m_value.nodes() > mostListedNumbers)
        return doubt(QStringLiteral("there are too many numbers for multipleOf"), "number", draft);
    if (!others.empty())
        draft.parts.push_back(json{{"not", {{"enum", others}}}});
}

void SchemaTranslation::addType(const json &type, Draft &draft) const
{
    json wholes = json::array();
    for (const json &number : m_value.numbers())
        if (namesInteger(type) && isLongWhole(number))
            wholes.push_back(number);
    if (wholes.empty() || wholes.size() * m_value.nodes() > mostListedNumbers)
        draft.made["type"] = type;
    else
        draft.parts.push_back(json{{"anyOf", json::array({json{{"type", type}}, json{{"enum", wholes}}})}});
}

} // namespace qd
