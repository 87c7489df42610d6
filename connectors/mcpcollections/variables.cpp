#include "mcpcollections/variables.h"

#include "mcpcollections/jsonselect.h"

#include <QRegularExpression>
#include <QStringBuilder>

#include <algorithm>

namespace qd {

namespace {

constexpr int maxExpansionDepth = 8;
constexpr std::size_t maxExpandedText = 4 * 1024 * 1024;
constexpr qsizetype maxExpandedValues = 16 * 1024 * 1024; ///< all values of one expansion together
constexpr qsizetype valueCost = 16;                       ///< of one, beside its text

struct Unknown {
    QString reason;
};

/// The place after the text that begins at `at`.
qsizetype textEnd(QByteArrayView json, qsizetype at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at)
        if (json[at] == '\\')
            ++at;
    return std::min(at + 1, json.size());
}

/// What ends there is the name of a member.
bool isNameEnd(QByteArrayView json, qsizetype at)
{
    while (at < json.size() && QByteArrayView(" \t\r\n").contains(json[at]))
        ++at;
    return at < json.size() && json[at] == ':';
}

std::string plainTextOf(QByteArrayView json)
{
    const CollectionJson value = CollectionJson::parse(json.begin(), json.end(), nullptr, false);
    return value.is_string() ? value.get<std::string>() : std::string(json.data(), static_cast<std::size_t>(json.size()));
}

/// Replaces variables in the text of one JSON value, and leaves the rest as it was written; made for one expansion. Throws
/// Unknown, which does not leave this file.
template<typename Lookup>
class Expansion
{
public:
    explicit Expansion(Lookup lookup) : m_lookup(std::move(lookup)) {}

    QByteArray expanded(QByteArrayView json, int depth)
    {
        QByteArray made;
        for (qsizetype at = 0; at < json.size();) {
            const qsizetype quote = json.indexOf('"', at);
            const qsizetype begin = quote < 0 ? json.size() : quote;
            const qsizetype end = quote < 0 ? json.size() : textEnd(json, quote);
            const QByteArrayView text = json.sliced(begin, end - begin);
            made += json.sliced(at, begin - at);
            made += text.contains("${") && !isNameEnd(json, end) ? expandedText(text.toByteArray(), depth) : text.toByteArray();
            at = end;
        }
        return made;
    }

private:
    QByteArray expandedText(QByteArray json, int depth)
    {
        if (!QByteArray(json).replace("$${", "").contains("${"))
            return json.replace("$${", "${");
        const std::string text = plainTextOf(json);
        if (text.starts_with("${") && text.find('}') == text.size() - 1)
            return valueOf(text.substr(2, text.size() - 3), depth);
        return jsonText(CollectionJson(joined(text, depth))).toUtf8();
    }

    std::string joined(const std::string &text, int depth)
    {
        std::string made;
        std::size_t from = 0;
        for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", from)) {
            const bool isEscaped = at > from && text[at - 1] == '$';
            made.append(text, from, at - from - (isEscaped ? 1 : 0));
            const std::size_t end = isEscaped ? at + 1 : text.find('}', at);
            if (end == std::string::npos)
                throw Unknown{QStringLiteral("“${” without “}” in “%1”").arg(QString::fromStdString(text).left(80))};
            made += isEscaped ? std::string("${") : plainTextOf(valueOf(text.substr(at + 2, end - at - 2), depth));
            from = end + 1;
            if (made.size() > maxExpandedText)
                throw Unknown{QStringLiteral("variables make a text longer than 4 MiB")};
        }
        return made + text.substr(from);
    }

    QByteArray valueOf(const std::string &name, int depth)
    {
        if (depth >= maxExpansionDepth)
            throw Unknown{QStringLiteral("the variable “%1” uses itself, or variables in variables more than %2 deep").arg(QString::fromStdString(name)).arg(maxExpansionDepth)};
        const auto [json, isLiteral] = m_lookup(QString::fromStdString(name));
        return isLiteral ? json : expanded(json, depth + 1);
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
    const QByteArray written = json.toUtf8();
    if (!CollectionJson::accept(written.cbegin(), written.cend()))
        return Error{.kind = ErrorKind::Invalid, .message = QStringLiteral("“%1” is not JSON").arg(json.left(80))};
    qsizetype taken = 0;
    Expansion expansion([this, &taken](const QString &name) {
        const auto found = m_values.constFind(name);
        if (found == m_values.cend())
            throw Unknown{QStringLiteral("the variable “%1” has no value").arg(name.left(80))};
        if ((taken += found->json.size() + valueCost) > maxExpandedValues)
            throw Unknown{QStringLiteral("variables make more than 16 MiB")};
        return std::pair(found->json.toUtf8(), found->isLiteral);
    });
    try {
        return QString::fromUtf8(expansion.expanded(written, 0));
    } catch (const Unknown &unknown) {
        return Error{.kind = ErrorKind::Invalid, .message = unknown.reason};
    }
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
