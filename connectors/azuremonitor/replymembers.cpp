#include "azuremonitor/replymembers.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace qd::replymembers {

namespace {

using MemberJson = nlohmann::json;

constexpr int maxErrorDepth = 16;
constexpr qsizetype maxMessages = 50;
constexpr qsizetype maxMessageLength = 500;

const std::string *textOf(const MemberJson &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? &found->get_ref<const std::string &>() : nullptr;
}

QString briefOf(const MemberJson &object, const char *key)
{
    const std::string *text = textOf(object, key);
    return text ? brief(*text) : QString();
}

/// What an error says itself, when it has no error inside.
QString messageOf(const MemberJson &error)
{
    const QString code = briefOf(error, "code");
    return briefOf(error, "message") + (code.isEmpty() ? QString() : QString(u" (" + code + u')'));
}

/// The errors inside one, of both spellings that the service uses.
std::vector<const MemberJson *> innerErrors(const MemberJson &error)
{
    std::vector<const MemberJson *> inner;
    for (const auto &[key, value] : error.items()) {
        if ((key == "innererror" || key == "innerError") && value.is_object())
            inner.push_back(&value);
        if (key != "details" || !value.is_array())
            continue;
        for (const MemberJson &detail : value)
            if (detail.is_object())
                inner.push_back(&detail);
    }
    return inner;
}

/// False when they are nested too deeply.
bool collect(const MemberJson &error, int depth, QStringList &messages)
{
    if (depth > maxErrorDepth)
        return false;
    const auto inner = innerErrors(error);
    for (const MemberJson *deeper : inner)
        if (!collect(*deeper, depth + 1, messages))
            return false;
    if (!inner.empty() || messages.size() == maxMessages)
        return true;
    if (const QString message = messageOf(error); !message.isEmpty() && !messages.contains(message))
        messages << message;
    return true;
}

std::variant<query::ResultColumn, Fault> columnOf(const MemberJson &entry, const QString &path, QStringList &warnings)
{
    if (!entry.is_object())
        return Fault{path, QStringLiteral("a column has to be an object")};
    const std::string *name = textOf(entry, "name");
    const std::string *type = textOf(entry, "type");
    if (!name || !type)
        return Fault{path, QStringLiteral("the column has no %1").arg(name ? QStringLiteral("type") : QStringLiteral("name"))};
    const QString title = QString::fromStdString(*name);
    const auto known = columnTypeFromName(QString::fromStdString(*type));
    if (!known)
        warnings << QStringLiteral("Column %1 has the unknown type %2; its values are shown as text.").arg(title.left(100), brief(*type));
    return query::ResultColumn(title, known.value_or(ColumnType::Dynamic));
}

} // namespace

QString brief(std::string_view utf8)
{
    const auto length = std::min(utf8.size(), size_t{4 * maxMessageLength});
    QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(length)).left(maxMessageLength);
    for (QChar &c : text)
        if (c.category() == QChar::Other_Control)
            c = u' ';
    return text.simplified();
}

QString name(std::string_view json)
{
    const MemberJson value = MemberJson::parse(json, nullptr, false);
    return value.is_string() ? brief(value.get_ref<const std::string &>()) : QString();
}

std::variant<Columns, Fault> columns(std::string_view json, size_t limit)
{
    const MemberJson list = MemberJson::parse(json, nullptr, false);
    if (!list.is_array())
        return Fault{{}, QStringLiteral("columns have to be a list")};
    Columns result;
    for (size_t i = 0; i < list.size(); ++i) {
        const QString path = QStringLiteral("[%1]").arg(i);
        if (i == limit)
            return Fault{path, QStringLiteral("more than %1 columns").arg(limit)};
        auto column = columnOf(list[i], path, result.warnings);
        if (const Fault *fault = std::get_if<Fault>(&column))
            return *fault;
        result.columns.push_back(std::get<query::ResultColumn>(std::move(column)));
    }
    return result;
}

std::variant<QStringList, Fault> errors(std::string_view json)
{
    const MemberJson error = MemberJson::parse(json, nullptr, false);
    QStringList messages;
    if (!error.is_object())
        return messages; // "error": null
    if (!collect(error, 0, messages))
        return Fault{{}, QStringLiteral("errors nested deeper than %1").arg(maxErrorDepth)};
    return messages;
}

} // namespace qd::replymembers
