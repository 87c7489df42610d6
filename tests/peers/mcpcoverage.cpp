#include "mcpcoverage.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::test {

namespace {

using nlohmann::json;

QString textOf(const json &object, const char *member)
{
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? QString::fromStdString(found->get<std::string>()) : QString();
}

json parsed(const json &step, const char *member)
{
    return json::parse(step.value(member, std::string()), nullptr, false);
}

/// Whether the address is one that the template makes; simple expressions alone, as the peers have them.
bool isMadeBy(const QString &uriTemplate, const QString &uri)
{
    static const QRegularExpression expression(QStringLiteral("\\\\\\{[^}]*\\\\\\}"));
    QString pattern = QRegularExpression::escape(uriTemplate);
    pattern.replace(expression, QStringLiteral("[^/]+"));
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(uri).hasMatch();
}

} // namespace

McpCoverage::McpCoverage(const json &run, const json &listing)
{
    for (const json &step : run["steps"])
        if (step["outcome"] == "passed")
            take(step);
    offer("prompt ", listing.value("prompts", json::array()), "name");
    offer("resource ", listing.value("resources", json::array()), "uri");
    offer("template ", listing.value("resources", json::array()), "uriTemplate");
    if (std::none_of(m_offered.cbegin(), m_offered.cend(), [](const QString &one) { return one.startsWith(QStringLiteral("tool ")); }))
        m_offered << QStringLiteral("tool ?"); // the listing could not be read: that is no full marks
}

/// The tools are those that the server listed in this very run: it hides some from clients that lack an ability.
void McpCoverage::take(const json &step)
{
    const json request = parsed(step, "request");
    const json response = parsed(step, "response");
    if (!request.is_object())
        return;
    const QString method = textOf(request, "method");
    if (!m_methods.contains(method))
        m_methods << method;
    const json params = request.value("params", json::object());
    if (method == QStringLiteral("tools/call"))
        m_touched << QStringLiteral("tool ") + textOf(params, "name");
    else if (method == QStringLiteral("prompts/get"))
        m_touched << QStringLiteral("prompt ") + textOf(params, "name");
    else if (method == QStringLiteral("resources/read"))
        m_touched << QStringLiteral("resource ") + textOf(params, "uri");
    else if (method == QStringLiteral("tools/list") && response.is_object())
        offer("tool ", response.value("result", json::object()).value("tools", json::array()), "name");
}

void McpCoverage::offer(const char *kind, const json &list, const char *member)
{
    if (!list.is_array())
        return;
    for (const json &one : list)
        if (const QString name = textOf(one, member); !name.isEmpty())
            m_offered << QString::fromLatin1(kind) + name;
}

bool McpCoverage::isTouched(const QString &offered) const
{
    const QString pattern = offered.section(u' ', 1);
    if (!offered.startsWith(QStringLiteral("template ")))
        return m_touched.contains(offered);
    return std::any_of(m_touched.cbegin(), m_touched.cend(), [&pattern](const QString &touched) {
        return touched.startsWith(QStringLiteral("resource ")) && isMadeBy(pattern, touched.section(u' ', 1));
    });
}

QStringList McpCoverage::untouched() const
{
    QStringList left;
    for (const QString &offered : m_offered)
        if (!isTouched(offered))
            left << offered;
    return left;
}

} // namespace qd::test
