#include "mcp/schemavalue.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd {

namespace {

constexpr int deepestValue = 200;
constexpr size_t longestPattern = 2000;
constexpr size_t longestTried = 4000;
constexpr int patternPatienceMs = 200;

/// The engine's own limits bound what one match may take, wherever it starts.
QRegularExpression boundedPattern(const std::string &pattern)
{
    return QRegularExpression(QStringLiteral("(*LIMIT_MATCH=5000)(*LIMIT_DEPTH=500)") + QString::fromStdString(pattern));
}

} // namespace

SchemaValue::SchemaValue(const nlohmann::json &value) : m_patience(patternPatienceMs) { walk(value, 0); }

void SchemaValue::walk(const nlohmann::json &value, int depth)
{
    ++m_nodes;
    m_isTooDeep = m_isTooDeep || depth > deepestValue;
    if (m_isTooDeep)
        return;
    if (value.is_string())
        m_texts.insert(value.get_ref<const std::string &>());
    if (value.is_number())
        m_numbers.insert(value);
    if (value.is_array()) {
        m_longestArray = std::max(m_longestArray, value.size());
        m_arrays.push_back(&value);
    }
    if (value.is_object())
        for (const auto &[name, part] : value.items()) {
            m_names.insert(name);
            m_texts.insert(name);
        }
    if (value.is_structured())
        for (const nlohmann::json &part : value)
            walk(part, depth + 1);
}

const SchemaValue::Matches &SchemaValue::matching(const std::string &pattern, const std::set<std::string> &texts) const
{
    const auto [known, isNew] = m_matches.try_emplace({pattern, &texts});
    if (isNew)
        known->second = matched(pattern, texts);
    return known->second;
}

SchemaValue::Matches SchemaValue::matched(const std::string &pattern, const std::set<std::string> &texts) const
{
    const QRegularExpression expression = boundedPattern(pattern);
    if (pattern.size() > longestPattern || !expression.isValid())
        return {.met = {}, .untold = {texts.begin(), texts.end()}, .isReadable = pattern.size() > longestPattern};
    Matches found;
    for (const std::string &text : texts) {
        const bool isTried = text.size() <= longestTried && !m_patience.hasExpired();
        const QRegularExpressionMatch match = isTried ? expression.match(QString::fromStdString(text)) : QRegularExpressionMatch();
        if (!isTried || !match.isValid())
            found.untold.push_back(text);
        else if (match.hasMatch())
            found.met.push_back(text);
    }
    return found;
}

} // namespace qd
