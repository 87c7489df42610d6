#include "mcpcollections/variables.h"

#include "mcpcollections/jsonselect.h"

#include <QRegularExpression>
#include <QStringBuilder>

namespace qd {

namespace {

constexpr int maxExpansionDepth = 8;
constexpr std::size_t maxExpandedText = 4 * 1024 * 1024;
constexpr qsizetype maxExpandedValues = 16 * 1024 * 1024; ///< all values of one expansion together
constexpr qsizetype valueCost = 16;                       ///< of one, beside its text

struct Unknown {
    QString reason;
};

/// Replaces variables in one value; made for one expansion. Throws Unknown, which does not leave this file.
template<typename Lookup>
class Expansion
{
public:
    explicit Expansion(Lookup lookup) : m_lookup(std::move(lookup)) {}

    void expand(CollectionJson &json, int depth)
    {
        if (json.is_string())
            json = expanded(json.get_ref<const std::string &>(), depth);
        else if (json.is_structured())
            for (CollectionJson &child : json)
                expand(child, depth);
    }

    CollectionJson expanded(const std::string &text, int depth)
    {
        if (text.starts_with("${") && text.find('}') == text.size() - 1)
            return valueOf(text.substr(2, text.size() - 3), depth);
        std::string made;
        std::size_t from = 0;
        for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", from)) {
            const bool isEscaped = at > from && text[at - 1] == '$';
            made.append(text, from, at - from - (isEscaped ? 1 : 0));
            const std::size_t end = isEscaped ? at + 1 : text.find('}', at);
            if (end == std::string::npos)
                throw Unknown{QStringLiteral("“${” without “}” in “%1”").arg(QString::fromStdString(text).left(80))};
            made += isEscaped ? std::string("${") : asText(valueOf(text.substr(at + 2, end - at - 2), depth));
            from = end + 1;
            if (made.size() > maxExpandedText)
                throw Unknown{QStringLiteral("variables make a text longer than 4 MiB")};
        }
        return made + text.substr(from);
    }

private:
    static std::string asText(const CollectionJson &json) { return json.is_string() ? json.get<std::string>() : jsonText(json).toStdString(); }

    CollectionJson valueOf(const std::string &name, int depth)
    {
        if (depth >= maxExpansionDepth)
            throw Unknown{QStringLiteral("the variable “%1” uses itself, or variables in variables more than %2 deep").arg(QString::fromStdString(name)).arg(maxExpansionDepth)};
        auto [json, isLiteral] = m_lookup(QString::fromStdString(name));
        if (!isLiteral)
            expand(json, depth + 1);
        return json;
    }

    Lookup m_lookup;
};

} // namespace

void CollectionVariables::define(const QString &name, const QString &json) { m_values.insert(name, {json, false}); }

void CollectionVariables::define(const collection::Variables &variables)
{
    for (const auto &[name, json] : variables)
        define(name, json);
}

void CollectionVariables::set(const QString &name, const QString &json) { m_values.insert(name, {json, true}); }

void CollectionVariables::setText(const QString &name, const QString &text) { set(name, jsonText(CollectionJson(text.toStdString()))); }

Result<QString> CollectionVariables::inJson(const QString &json) const
{
    if (!json.contains(QStringLiteral("${")))
        return json;
    CollectionJson made = CollectionJson::parse(json.toStdString(), nullptr, false);
    if (made.is_discarded())
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("“%1” is not JSON").arg(json.left(80))};
    qsizetype taken = 0;
    Expansion expansion([this, &taken](const QString &name) {
        const auto found = m_values.constFind(name);
        if (found == m_values.cend())
            throw Unknown{QStringLiteral("the variable “%1” has no value").arg(name.left(80))};
        if ((taken += found->json.size() + valueCost) > maxExpandedValues)
            throw Unknown{QStringLiteral("variables make more than 16 MiB")};
        return std::pair(CollectionJson::parse(found->json.toStdString(), nullptr, false), found->isLiteral);
    });
    try {
        expansion.expand(made, 0);
    } catch (const Unknown &unknown) {
        return Error{.kind = ErrorKind::Invalid, .message = unknown.reason};
    }
    return jsonText(made);
}

Result<QString> CollectionVariables::inText(const QString &text) const
{
    const auto json = inJson(jsonText(CollectionJson(text.toStdString())));
    if (!json)
        return json.error();
    const CollectionJson made = CollectionJson::parse(json->toStdString(), nullptr, false);
    return made.is_string() ? QString::fromStdString(made.get<std::string>()) : *json;
}

QStringList referencesIn(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("\\$\\{((?:env|secret):[^}\"]+)\\}"));
    QStringList found;
    for (auto it = pattern.globalMatch(text); it.hasNext();)
        found << it.next().captured(1);
    found.removeDuplicates();
    return found;
}

} // namespace qd
